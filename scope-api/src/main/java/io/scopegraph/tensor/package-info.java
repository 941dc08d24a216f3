/// What is known of a value before running (`DType`, `Shape`, `TensorSpec`) and data on the host
/// (`Tensor`).
@NullMarked
package io.scopegraph.tensor;

import org.jspecify.annotations.NullMarked;
