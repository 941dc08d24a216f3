package io.scopegraph.conformance;

import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Op;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Pool2D;
import io.scopegraph.op.Size2;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

final class PoolCases implements Cases {
  @Override
  public Set<Class<? extends Op>> ops() {
    return Set.of(Pool2D.class);
  }

  @Override
  public List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (Pool2D.Kind kind : Pool2D.Kind.values()) {
      for (DataFormat format : DataFormat.values()) {
        for (int channels : new int[] {1, 4, 6, 13, 207}) {
          Pool2D op = pool(kind, 2, 2, Padding.VALID, false, false, format);
          cases.add(pool(op, DType.FLOAT32, 2, 6, 8, channels));
        }
        for (boolean ceil : new boolean[] {false, true}) {
          for (boolean include : new boolean[] {false, true}) {
            Padding uneven = Padding.explicit(1, 0, 2, 1);
            cases.add(
                pool(
                    pool(kind, 3, 2, Padding.explicit(1), ceil, include, format),
                    DType.FLOAT32,
                    1,
                    7,
                    10,
                    5));
            cases.add(
                pool(pool(kind, 3, 2, uneven, ceil, include, format), DType.FLOAT32, 2, 6, 9, 4));
            cases.add(
                pool(
                    pool(kind, 3, 2, Padding.SAME, ceil, include, format),
                    DType.FLOAT32,
                    1,
                    7,
                    6,
                    3));
          }
        }
        Pool2D lower = pool(kind, 2, 3, Padding.SAME_LOWER, false, false, format);
        cases.add(pool(lower, DType.FLOAT32, 1, 7, 8, 3));
        Pool2D dilated =
            new Pool2D(
                kind,
                new Size2(2, 3),
                new Size2(1, 2),
                new Size2(3, 2),
                Padding.explicit(1, 2, 0, 1),
                true,
                true,
                format);
        cases.add(pool(dilated, DType.FLOAT32, 1, 9, 11, 6));
        Pool2D large = pool(kind, 5, 1, Padding.SAME, false, false, format);
        cases.add(pool(large, DType.FLOAT32, 1, 20, 40, 33));
        cases.add(pool(large, DType.FLOAT16, 1, 4, 5, 3));
      }
    }
    return cases;
  }

  private static Pool2D pool(
      Pool2D.Kind kind,
      int window,
      int stride,
      Padding padding,
      boolean ceil,
      boolean include,
      DataFormat format) {
    return new Pool2D(
        kind, Size2.of(window), Size2.of(stride), Size2.ONE, padding, ceil, include, format);
  }

  private static Case pool(Pool2D op, DType dtype, int batch, int height, int width, int channels) {
    DataFormat format = op.format();
    Tensor x = new Draw(width).any(dtype, format.shape(batch, height, width, channels).dims());
    int top = pad(op, Padding.Axis.HEIGHT, height, false);
    int left = pad(op, Padding.Axis.WIDTH, width, false);
    int outHeight = extent(op, height, top, pad(op, Padding.Axis.HEIGHT, height, true), true);
    int outWidth = extent(op, width, left, pad(op, Padding.Axis.WIDTH, width, true), false);
    int paddedHeight = height + pad(op, Padding.Axis.HEIGHT, height, true);
    int paddedWidth = width + pad(op, Padding.Axis.WIDTH, width, true);
    Shape shape = format.shape(batch, outHeight, outWidth, channels);
    double[] values =
        Grid.map(
            shape,
            index -> {
              double most = Double.NEGATIVE_INFINITY;
              double sum = 0;
              int inside = 0;
              int padded = 0;
              int[] at = index.clone();
              for (int i = 0; i < op.window().height(); i++) {
                for (int k = 0; k < op.window().width(); k++) {
                  int row =
                      index[format.heightAxis()] * op.strides().height()
                          - top
                          + i * op.dilations().height();
                  int column =
                      index[format.widthAxis()] * op.strides().width()
                          - left
                          + k * op.dilations().width();
                  padded += row < paddedHeight && column < paddedWidth ? 1 : 0;
                  if (row >= 0 && row < height && column >= 0 && column < width) {
                    at[format.heightAxis()] = row;
                    at[format.widthAxis()] = column;
                    double value = x.getDouble(Grid.flat(x.shape(), at));
                    most = Math.max(most, value);
                    sum += value;
                    inside++;
                  }
                }
              }
              return op.kind() == Pool2D.Kind.MAX
                  ? most
                  : sum / (op.countIncludePad() ? padded : inside);
            });
    return Case.of(
        "%s %s/%s %s%s%s %s"
            .formatted(
                format,
                op.window(),
                op.strides(),
                op.padding(),
                op.ceilMode() ? " ceil" : "",
                op.countIncludePad() ? " with pads" : "",
                x.spec()),
        op,
        x,
        Expected.elementWise(x.spec().withShape(shape), values));
  }

  private static int pad(Pool2D op, Padding.Axis axis, int in, boolean after) {
    boolean height = axis == Padding.Axis.HEIGHT;
    int window = height ? op.window().height() : op.window().width();
    int stride = height ? op.strides().height() : op.strides().width();
    int dilation = height ? op.dilations().height() : op.dilations().width();
    return after
        ? op.padding().after(axis, in, window, stride, dilation)
        : op.padding().before(axis, in, window, stride, dilation);
  }

  /// The number of windows, found by moving one along.
  private static int extent(Pool2D op, int in, int before, int after, boolean height) {
    int window = height ? op.window().height() : op.window().width();
    int stride = height ? op.strides().height() : op.strides().width();
    int dilation = height ? op.dilations().height() : op.dilations().width();
    boolean same =
        op.padding().kind() == Padding.Kind.SAME_UPPER
            || op.padding().kind() == Padding.Kind.SAME_LOWER;
    int reach = (window - 1) * dilation;
    int count = 0;
    while (count * stride + reach < in + before + after) {
      count++;
    }
    boolean partial = (count - 1) * stride + reach + 1 < in + before + after;
    boolean startsInside = count * stride < in + before;
    return op.ceilMode() && !same && partial && startsInside ? count + 1 : count;
  }
}
