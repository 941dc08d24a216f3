/// Files for TensorBoard: graphs and numbers over time.
@NullMarked
package io.scopegraph.tensorboard;

import org.jspecify.annotations.NullMarked;
