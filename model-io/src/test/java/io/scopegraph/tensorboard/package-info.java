/// Tests of the files for TensorBoard.
@NullMarked
package io.scopegraph.tensorboard;

import org.jspecify.annotations.NullMarked;
