/// Files of arrays, and the error that every reader of files throws.
@NullMarked
package io.scopegraph.io;

import org.jspecify.annotations.NullMarked;
