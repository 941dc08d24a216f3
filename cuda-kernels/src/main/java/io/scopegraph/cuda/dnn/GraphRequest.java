package io.scopegraph.cuda.dnn;

import org.jspecify.annotations.Nullable;

/// A convolution with all that follows it: `y = activation(conv(x) + bias + residual)`. What lies
/// between is computed in float32 and rounded once, at the end.
///
/// @param activation null for none
public record GraphRequest(
    ConvolutionShape shape,
    DnnArithmetic arithmetic,
    boolean bias,
    boolean residual,
    @Nullable Pointwise activation) {
  /// What follows the convolution.
  int steps() {
    return (bias ? 1 : 0) + (residual ? 1 : 0) + (activation == null ? 0 : 1);
  }
}
