package io.scopegraph.examples.networks;

import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Output;
import io.scopegraph.layers.Layers;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Size2;

/// A convolution without bias, batch normalisation and ReLU, as the networks here are made of.
record ConvolutionBlock(GraphBuilder graph) {
  /// All three, in a variable scope.
  Output apply(Output x, int filters, Size2 kernel, int strides, Padding padding, String scope) {
    try (var _ = graph.variableScope(scope)) {
      return Nn.relu(normalised(convolution(x, filters, kernel, strides, padding)));
    }
  }

  /// The same with a square kernel and padding that keeps the size.
  Output apply(Output x, int filters, int kernel, String scope) {
    return apply(x, filters, Size2.of(kernel), 1, Padding.SAME, scope);
  }

  /// Without ReLU.
  Output linear(Output x, int filters, int kernel, int strides, String scope) {
    try (var _ = graph.variableScope(scope)) {
      return normalised(convolution(x, filters, Size2.of(kernel), strides, Padding.SAME));
    }
  }

  /// Batch normalisation and ReLU before the convolution.
  Output preactivated(Output x, int filters, int kernel, String scope) {
    try (var _ = graph.variableScope(scope)) {
      return convolution(Nn.relu(normalised(x)), filters, Size2.of(kernel), 1, Padding.SAME);
    }
  }

  private static Output convolution(
      Output x, int filters, Size2 kernel, int strides, Padding padding) {
    return Layers.conv2d(x, filters, kernel)
        .strides(strides)
        .padding(padding)
        .useBias(false)
        .name("conv")
        .apply();
  }

  static Output normalised(Output x) {
    return Layers.batchNormalization(x).name("norm").apply();
  }
}
