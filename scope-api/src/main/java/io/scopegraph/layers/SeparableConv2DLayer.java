package io.scopegraph.layers;

import com.google.common.collect.ImmutableList;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Operand;
import io.scopegraph.builder.Output;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Size2;
import org.jspecify.annotations.Nullable;

/// A convolution of each channel by itself and a 1x1 convolution of the results: `depthwise_kernel`
/// of shape (height, width, in, multiplier), `pointwise_kernel` of shape (1, 1, in * multiplier,
/// filters) and `bias` of shape (filters).
public final class SeparableConv2DLayer extends ConvolvingLayer<SeparableConv2DLayer> {
  private final int filters;
  private int depthMultiplier = 1;

  SeparableConv2DLayer(GraphBuilder graph, @Nullable Operand input, int filters, Size2 kernelSize) {
    super(graph, input, "separable_conv2d", kernelSize);
    this.filters = filters;
  }

  /// The number of channels between the two convolutions for each input channel, 1 by default.
  public SeparableConv2DLayer depthMultiplier(int changed) {
    checkUnused();
    depthMultiplier = changed;
    return this;
  }

  @Override
  SeparableConv2DLayer self() {
    return this;
  }

  @Override
  Output call(Operand x) {
    Depthwise depthwise = new Depthwise(kernelSize(), channels(x), depthMultiplier);
    Operand depthwiseKernel = kernel("depthwise_kernel", x, depthwise.kernelShape());
    Operand pointwiseKernel = kernel("pointwise_kernel", x, 1, 1, depthwise.outputs(), filters);
    ImmutableList<Operand> bias = biasOf(x, filters);
    return finish(product(x, depthwise, depthwiseKernel, pointwiseKernel), bias, format());
  }

  private Output product(
      Operand x, Depthwise depthwise, Operand depthwiseKernel, Operand pointwiseKernel) {
    try (var scope = graph().nameScope("separable_conv2d")) {
      Output each = depthwise.apply(x, depthwiseKernel, convolution(1), "depthwise");
      Conv2D pointwise = Conv2D.of(Size2.ONE, Padding.VALID, format());
      return Nn.conv2d(each, pointwiseKernel, pointwise, scope.prefix());
    }
  }
}
