package io.scopegraph.layers;

import com.google.common.collect.ImmutableList;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Operand;
import io.scopegraph.builder.Output;
import io.scopegraph.op.Size2;
import org.jspecify.annotations.Nullable;

/// A convolution: `kernel` of shape (height, width, in, filters) and `bias` of shape (filters).
public final class Conv2DLayer extends ConvolvingLayer<Conv2DLayer> {
  private final int filters;

  Conv2DLayer(GraphBuilder graph, @Nullable Operand input, int filters, Size2 kernelSize) {
    super(graph, input, "conv2d", kernelSize);
    this.filters = filters;
  }

  @Override
  Conv2DLayer self() {
    return this;
  }

  @Override
  Output call(Operand x) {
    Operand kernel =
        kernel("kernel", x, kernelSize().height(), kernelSize().width(), channels(x), filters);
    ImmutableList<Operand> bias = biasOf(x, filters);
    return finish(Nn.conv2d(x, kernel, convolution(1), null), bias, format());
  }
}
