package io.scopegraph.cuda.op;

import io.scopegraph.cuda.dnn.ConvolutionShape;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.ConvTranspose2D;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Size2;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.runtime.spi.UnsupportedNode;
import io.scopegraph.tensor.Shape;

/// The convolution of a node in numbers.
final class ConvolutionGeometry {
  private ConvolutionGeometry() {}

  static ConvolutionShape of(KernelRequest node, Conv2D op) {
    Shape x = node.shape(0);
    Shape filter = node.shape(1);
    DataFormat format = op.format();
    int top =
        op.padding()
            .before(
                Padding.Axis.HEIGHT,
                format.height(x),
                (int) filter.dim(0),
                op.strides().height(),
                op.dilations().height());
    int left =
        op.padding()
            .before(
                Padding.Axis.WIDTH,
                format.width(x),
                (int) filter.dim(1),
                op.strides().width(),
                op.dilations().width());
    return shape(
        node,
        x,
        node.output().shape(),
        format,
        op.strides(),
        op.dilations(),
        top,
        left,
        op.groups(),
        false);
  }

  static ConvolutionShape of(KernelRequest node, ConvTranspose2D op) {
    Shape x = node.shape(0);
    Shape filter = node.shape(1);
    DataFormat format = op.format();
    return shape(
        node,
        node.output().shape(),
        x,
        format,
        op.strides(),
        op.dilations(),
        op.padBefore(Padding.Axis.HEIGHT, format.height(x), (int) filter.dim(0)),
        op.padBefore(Padding.Axis.WIDTH, format.width(x), (int) filter.dim(1)),
        op.groups(),
        true);
  }

  private static ConvolutionShape shape(
      KernelRequest node,
      Shape images,
      Shape results,
      DataFormat format,
      Size2 strides,
      Size2 dilations,
      int top,
      int left,
      int groups,
      boolean transposed) {
    Shape filter = node.shape(1);
    try {
      return new ConvolutionShape(
          Math.toIntExact(images.dim(0)),
          Math.toIntExact(format.height(images)),
          Math.toIntExact(format.width(images)),
          Math.toIntExact(format.channels(images)),
          Math.toIntExact(format.height(results)),
          Math.toIntExact(format.width(results)),
          Math.toIntExact(format.channels(results)),
          Math.toIntExact(filter.dim(0)),
          Math.toIntExact(filter.dim(1)),
          strides.height(),
          strides.width(),
          dilations.height(),
          dilations.width(),
          top,
          left,
          groups,
          format,
          transposed);
    } catch (ArithmeticException _) {
      throw new UnsupportedNode(
          "%s on CUDA: an extent of %s, %s or %s is not below 2^31"
              .formatted(node.op().type(), images, filter, results));
    }
  }
}
