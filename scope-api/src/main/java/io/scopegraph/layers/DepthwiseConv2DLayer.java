package io.scopegraph.layers;

import com.google.common.collect.ImmutableList;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.Operand;
import io.scopegraph.builder.Output;
import io.scopegraph.op.Size2;
import org.jspecify.annotations.Nullable;

/// A convolution of each channel by itself: `depthwise_kernel` of shape (height, width, in,
/// multiplier) and `bias` of shape (in * multiplier); output channel c * multiplier + m comes from
/// input channel c.
public final class DepthwiseConv2DLayer extends ConvolvingLayer<DepthwiseConv2DLayer> {
  private int depthMultiplier = 1;

  DepthwiseConv2DLayer(GraphBuilder graph, @Nullable Operand input, Size2 kernelSize) {
    super(graph, input, "depthwise_conv2d", kernelSize);
  }

  /// The number of output channels for each input channel, 1 by default.
  public DepthwiseConv2DLayer depthMultiplier(int changed) {
    checkUnused();
    depthMultiplier = changed;
    return this;
  }

  @Override
  DepthwiseConv2DLayer self() {
    return this;
  }

  @Override
  Output call(Operand x) {
    Depthwise depthwise = new Depthwise(kernelSize(), channels(x), depthMultiplier);
    Operand kernel = kernel("depthwise_kernel", x, depthwise.kernelShape());
    ImmutableList<Operand> bias = biasOf(x, depthwise.outputs());
    Output product = depthwise.apply(x, kernel, convolution(1), "depthwise");
    return finish(product, bias, format());
  }
}
