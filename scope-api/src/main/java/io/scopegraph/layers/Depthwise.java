package io.scopegraph.layers;

import io.scopegraph.builder.ArrayOps;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Operand;
import io.scopegraph.builder.Output;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.Size2;

/// A convolution of each channel by itself, by TensorFlow's kernel of shape (height, width, in,
/// multiplier), as a convolution in groups.
record Depthwise(Size2 kernelSize, long channels, int multiplier) {
  long outputs() {
    return channels * multiplier;
  }

  long[] kernelShape() {
    return new long[] {kernelSize.height(), kernelSize.width(), channels, multiplier};
  }

  Output apply(Operand x, Operand kernel, Conv2D convolution, String name) {
    Operand filter =
        multiplier == 1 && channels == 1
            ? kernel
            : ArrayOps.reshape(kernel, kernelSize.height(), kernelSize.width(), 1, outputs());
    Conv2D grouped =
        new Conv2D(
            convolution.strides(),
            convolution.dilations(),
            convolution.padding(),
            Math.toIntExact(channels),
            convolution.format(),
            convolution.epilogue());
    return Nn.conv2d(x, filter, grouped, name);
  }
}
