/// Tests of weight files.
@NullMarked
package io.scopegraph.weights;

import org.jspecify.annotations.NullMarked;
