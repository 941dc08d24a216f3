/// Weights by scope name: reads TensorFlow checkpoints, safetensors and npz files into variables,
/// and writes variables to files.
@NullMarked
package io.scopegraph.weights;

import org.jspecify.annotations.NullMarked;
