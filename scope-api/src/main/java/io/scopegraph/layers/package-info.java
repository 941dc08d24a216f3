/// Layers with variables of their own, named and shared as TensorFlow 1's `tf.layers` does.
@NullMarked
package io.scopegraph.layers;

import org.jspecify.annotations.NullMarked;
