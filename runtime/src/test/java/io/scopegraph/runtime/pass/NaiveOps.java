package io.scopegraph.runtime.pass;

import io.scopegraph.op.BatchNorm;
import io.scopegraph.op.BiasAdd;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.ConvTranspose2D;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Gemm;
import io.scopegraph.op.LocalResponseNorm;
import io.scopegraph.op.MatMul;
import io.scopegraph.op.Op;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Pool2D;
import io.scopegraph.op.Resize;
import io.scopegraph.op.Softmax;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.List;

/// The ops that the host does not evaluate, each as its definition reads.
final class NaiveOps {
  private NaiveOps() {}

  static void compute(Op op, List<Tensor> inputs, Shape output, double[] y) {
    Tensor x = inputs.getFirst();
    switch (op) {
      case Conv2D conv -> convolve(conv, x, inputs.get(1), output, y);
      case ConvTranspose2D conv -> spread(conv, x, inputs.get(1), output, y);
      case Pool2D pool -> pool(pool, x, output, y);
      case MatMul product ->
          multiply(x, product.transposeA(), inputs.get(1), product.transposeB(), output, y);
      case Gemm gemm -> {
        multiply(x, gemm.transposeA(), inputs.get(1), gemm.transposeB(), output, y);
        for (int i = 0; i < y.length; i++) {
          double addend = inputs.size() < 3 ? 0 : broadcast(inputs.get(2), output, i);
          y[i] = gemm.alpha() * y[i] + gemm.beta() * addend;
        }
      }
      case BiasAdd biasAdd -> {
        int axis = biasAdd.format().channelAxis(output.rank());
        for (int i = 0; i < y.length; i++) {
          y[i] = x.getDouble(i) + inputs.get(1).getDouble(index(output, i, axis));
        }
      }
      case BatchNorm norm -> {
        int axis = norm.format().channelAxis(output.rank());
        for (int i = 0; i < y.length; i++) {
          int c = index(output, i, axis);
          double deviation = Math.sqrt(inputs.get(4).getDouble(c) + norm.epsilon());
          y[i] =
              inputs.get(1).getDouble(c) * (x.getDouble(i) - inputs.get(3).getDouble(c)) / deviation
                  + inputs.get(2).getDouble(c);
        }
      }
      case LocalResponseNorm norm -> normalize(norm, x, output, y);
      case Softmax softmax -> softmax(softmax, x, output, y);
      case Resize resize -> resize(resize, x, inputs.get(1), output, y);
      default -> throw new AssertionError("No naive form of " + op);
    }
  }

  private static void convolve(Conv2D op, Tensor x, Tensor filter, Shape output, double[] y) {
    DataFormat format = op.format();
    int top = before(op.padding(), Padding.Axis.HEIGHT, format.height(x.shape()), filter, op);
    int left = before(op.padding(), Padding.Axis.WIDTH, format.width(x.shape()), filter, op);
    int inPerGroup = (int) filter.shape().dim(2);
    int outPerGroup = (int) filter.shape().dim(3) / op.groups();
    for (int i = 0; i < y.length; i++) {
      int channel = index(output, i, format.channelAxis());
      for (int f = 0; f < filter.elementCount(); f++) {
        if (index(filter.shape(), f, 3) == channel) {
          int row =
              index(output, i, format.heightAxis()) * op.strides().height()
                  - top
                  + index(filter.shape(), f, 0) * op.dilations().height();
          int column =
              index(output, i, format.widthAxis()) * op.strides().width()
                  - left
                  + index(filter.shape(), f, 1) * op.dilations().width();
          int in = channel / outPerGroup * inPerGroup + index(filter.shape(), f, 2);
          y[i] += at(format, x, index(output, i, 0), row, column, in, 0) * filter.getDouble(f);
        }
      }
    }
  }

  private static int before(
      Padding padding, Padding.Axis axis, long input, Tensor filter, Conv2D op) {
    boolean height = axis == Padding.Axis.HEIGHT;
    return padding.before(
        axis,
        input,
        (int) filter.shape().dim(height ? 0 : 1),
        height ? op.strides().height() : op.strides().width(),
        height ? op.dilations().height() : op.dilations().width());
  }

  private static void spread(
      ConvTranspose2D op, Tensor x, Tensor filter, Shape output, double[] y) {
    DataFormat format = op.format();
    int top =
        op.padBefore(Padding.Axis.HEIGHT, format.height(x.shape()), (int) filter.shape().dim(0));
    int left =
        op.padBefore(Padding.Axis.WIDTH, format.width(x.shape()), (int) filter.shape().dim(1));
    int inPerGroup = (int) filter.shape().dim(3) / op.groups();
    int outPerGroup = (int) filter.shape().dim(2);
    for (int i = 0; i < x.elementCount(); i++) {
      int in = index(x.shape(), i, format.channelAxis());
      for (int f = 0; f < filter.elementCount(); f++) {
        long row =
            (long) index(x.shape(), i, format.heightAxis()) * op.strides().height()
                - top
                + (long) index(filter.shape(), f, 0) * op.dilations().height();
        long column =
            (long) index(x.shape(), i, format.widthAxis()) * op.strides().width()
                - left
                + (long) index(filter.shape(), f, 1) * op.dilations().width();
        boolean inside =
            row >= 0 && row < format.height(output) && column >= 0 && column < format.width(output);
        if (index(filter.shape(), f, 3) == in && inside) {
          int out = in / inPerGroup * outPerGroup + index(filter.shape(), f, 2);
          y[flat(format, output, index(x.shape(), i, 0), row, column, out)] +=
              x.getDouble(i) * filter.getDouble(f);
        }
      }
    }
  }

  private static void pool(Pool2D op, Tensor x, Shape output, double[] y) {
    DataFormat format = op.format();
    boolean max = op.kind() == Pool2D.Kind.MAX;
    if (!max && (op.countIncludePad() || op.ceilMode())) {
      throw new AssertionError("Only plain average pooling has a naive form");
    }
    for (int i = 0; i < y.length; i++) {
      int cells = 0;
      double result = max ? Double.NEGATIVE_INFINITY : 0;
      for (int cell = 0; cell < op.window().height() * op.window().width(); cell++) {
        int row =
            index(output, i, format.heightAxis()) * op.strides().height()
                - op.padding().top()
                + cell / op.window().width() * op.dilations().height();
        int column =
            index(output, i, format.widthAxis()) * op.strides().width()
                - op.padding().left()
                + cell % op.window().width() * op.dilations().width();
        int channel = index(output, i, format.channelAxis());
        double value = at(format, x, index(output, i, 0), row, column, channel, Double.NaN);
        if (!Double.isNaN(value)) {
          cells++;
          result = max ? Math.max(result, value) : result + value;
        }
      }
      y[i] = max ? result : result / cells;
    }
  }

  private static void multiply(
      Tensor a, boolean transposeA, Tensor b, boolean transposeB, Shape output, double[] y) {
    long depth = a.shape().dim(transposeA ? -2 : -1);
    for (int i = 0; i < y.length; i++) {
      int row = index(output, i, output.rank() - 2);
      int column = index(output, i, output.rank() - 1);
      for (int k = 0; k < depth; k++) {
        y[i] +=
            element(a, output, i, transposeA ? k : row, transposeA ? row : k)
                * element(b, output, i, transposeB ? column : k, transposeB ? k : column);
      }
    }
  }

  /// The element of the matrix that belongs to the batch of output element `i`.
  private static double element(Tensor matrix, Shape output, int i, int row, int column) {
    Shape shape = matrix.shape();
    long at = 0;
    for (int axis = 0; axis < shape.rank() - 2; axis++) {
      int position = index(output, i, axis + output.rank() - shape.rank());
      at = at * shape.dim(axis) + (shape.dim(axis) == 1 ? 0 : position);
    }
    return matrix.getDouble((at * shape.dim(-2) + row) * shape.dim(-1) + column);
  }

  private static double broadcast(Tensor x, Shape output, int i) {
    long at = 0;
    for (int axis = 0; axis < x.shape().rank(); axis++) {
      int position = index(output, i, axis + output.rank() - x.shape().rank());
      at = at * x.shape().dim(axis) + (x.shape().dim(axis) == 1 ? 0 : position);
    }
    return x.getDouble(at);
  }

  private static void normalize(LocalResponseNorm op, Tensor x, Shape output, double[] y) {
    int axis = op.format().channelAxis();
    long stride = output.elementCount(axis + 1, output.rank());
    for (int i = 0; i < y.length; i++) {
      int channel = index(output, i, axis);
      double squares = 0;
      for (int d = -op.before(); d <= op.after(); d++) {
        if (channel + d >= 0 && channel + d < output.dim(axis)) {
          squares += Math.pow(x.getDouble(i + d * stride), 2);
        }
      }
      y[i] = x.getDouble(i) / Math.pow(op.bias() + op.alpha() * squares, op.beta());
    }
  }

  private static void softmax(Softmax op, Tensor x, Shape output, double[] y) {
    int axis = op.axis() < 0 ? op.axis() + output.rank() : op.axis();
    long stride = output.elementCount(axis + 1, output.rank());
    for (int i = 0; i < y.length; i++) {
      long first = i - index(output, i, axis) * stride;
      double sum = 0;
      for (int k = 0; k < output.dim(axis); k++) {
        sum += Math.exp(x.getDouble(first + k * stride) - x.getDouble(i));
      }
      y[i] = op.logarithm() ? -Math.log(sum) : 1 / sum;
    }
  }

  private static void resize(Resize op, Tensor x, Tensor scales, Shape output, double[] y) {
    if (op.interpolation() != Resize.Interpolation.NEAREST
        || op.coordinates() != Resize.Coordinates.ASYMMETRIC
        || op.target() != Resize.Target.SCALES) {
      throw new AssertionError("Only nearest asymmetric scaling has a naive form");
    }
    for (int i = 0; i < y.length; i++) {
      long at = 0;
      for (int axis = 0; axis < output.rank(); axis++) {
        long position = (long) Math.floor(index(output, i, axis) / scales.getDouble(axis));
        at = at * x.shape().dim(axis) + position;
      }
      y[i] = x.getDouble(at);
    }
  }

  private static double at(
      DataFormat format, Tensor x, int batch, long row, long column, int channel, double outside) {
    boolean inside =
        row >= 0
            && row < format.height(x.shape())
            && column >= 0
            && column < format.width(x.shape());
    return inside ? x.getDouble(flat(format, x.shape(), batch, row, column, channel)) : outside;
  }

  private static int flat(
      DataFormat format, Shape shape, int batch, long row, long column, int channel) {
    long[] position = format.shape(batch, row, column, channel).dims();
    long flat = 0;
    for (int axis = 0; axis < 4; axis++) {
      flat = flat * shape.dim(axis) + position[axis];
    }
    return (int) flat;
  }

  /// The position of a flat index along one axis.
  private static int index(Shape shape, long flat, int axis) {
    return (int) (flat / shape.elementCount(axis + 1, shape.rank()) % shape.dim(axis));
  }
}
