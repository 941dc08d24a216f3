/// Tests of array files.
@NullMarked
package io.scopegraph.io;

import org.jspecify.annotations.NullMarked;
