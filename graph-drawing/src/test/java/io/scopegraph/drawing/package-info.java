@NullMarked
package io.scopegraph.drawing;

import org.jspecify.annotations.NullMarked;
