package io.scopegraph.benchmarks.network;

import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.Initializer;
import io.scopegraph.builder.Initializers;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Operand;
import io.scopegraph.builder.Output;
import io.scopegraph.layers.Layers;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Epilogue;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Pool2D;
import io.scopegraph.op.Size2;
import io.scopegraph.tensor.Shape;

/// Convolutions with bias, as they are once batch normalisation is folded into them, on images in
/// ONNX's order of axes. Weights are random, and scaled so that values keep their size from layer
/// to layer.
record Convolutions(GraphBuilder graph) {
  static final DataFormat FORMAT = DataFormat.NCHW;

  private static final double BIAS_LIMIT = 0.17;

  /// For results that a ReLU halves.
  static final Initializer BEFORE_RELU = Initializers.heUniform();

  /// For results that stay as they are.
  static final Initializer LINEAR = scaled(1);

  /// For results that are added to others: a small variance, so that sums of many stay finite.
  static final Initializer RESIDUAL = scaled(0.18);

  private static Initializer scaled(double scale) {
    return Initializers.varianceScaling(
        scale, Initializers.Fan.IN, Initializers.Distribution.UNIFORM);
  }

  /// Attributes of a convolution.
  record Window(Size2 kernel, Size2 strides, Size2 dilations, Padding padding, int groups) {
    static Window of(int kernel, int stride, int groups) {
      return new Window(
          Size2.of(kernel), Size2.of(stride), Size2.ONE, Padding.explicit(kernel / 2), groups);
    }
  }

  /// A convolution without activation, in a variable scope.
  Output linear(Output x, int filters, Window window, Initializer initializer, String scope) {
    try (var _ = graph.variableScope(scope)) {
      long channels = FORMAT.channels(x.shape());
      Shape shape =
          Shape.of(
              window.kernel().height(),
              window.kernel().width(),
              channels / window.groups(),
              filters);
      Operand kernel = graph.getVariable("kernel", shape, initializer);
      Operand bias = graph.getVariable("bias", Shape.of(filters), biases());
      Conv2D op =
          new Conv2D(
              window.strides(),
              window.dilations(),
              window.padding(),
              window.groups(),
              FORMAT,
              Epilogue.NONE);
      return Nn.biasAdd(Nn.conv2d(x, kernel, op, null), bias, FORMAT, null);
    }
  }

  Output relu(Output x, int filters, Window window, String scope) {
    return Nn.relu(linear(x, filters, window, BEFORE_RELU, scope));
  }

  Output relu6(Output x, int filters, Window window, String scope) {
    return Nn.relu6(linear(x, filters, window, BEFORE_RELU, scope));
  }

  static Output maxPool(Output x, int window, int stride, int padding) {
    Pool2D pool =
        Pool2D.of(
            Pool2D.Kind.MAX,
            Size2.of(window),
            Size2.of(stride),
            padding == 0 ? Padding.VALID : Padding.explicit(padding),
            FORMAT);
    return Nn.pool(x, pool, null);
  }

  /// The mean of each channel, and a dense layer.
  static Output classes(Output x, int classes) {
    return dense(Layers.flatten(Nn.globalAveragePool(x, FORMAT, null)).apply(), classes, "classes");
  }

  static Output dense(Output x, int units, String scope) {
    return Layers.dense(x, units)
        .kernelInitializer(LINEAR)
        .biasInitializer(biases())
        .name(scope)
        .apply();
  }

  private static Initializer biases() {
    return Initializers.randomUniform(-BIAS_LIMIT, BIAS_LIMIT);
  }
}
