package io.scopegraph.conformance;

import io.scopegraph.op.Conv2D;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Epilogue;
import io.scopegraph.op.Op;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Size2;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

final class ConvCases implements Cases {
  /// Extents of a case.
  private record Size(int batch, int height, int width, int in, int out, int kernel) {}

  @Override
  public Set<Class<? extends Op>> ops() {
    return Set.of(Conv2D.class);
  }

  @Override
  public List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (DataFormat format : DataFormat.values()) {
      for (int in : new int[] {1, 4, 6, 13}) {
        for (int out : new int[] {1, 6, 33}) {
          cases.add(conv(plain(1, Padding.VALID, format), new Size(2, 5, 6, in, out, 1), true));
          cases.add(conv(plain(1, Padding.SAME, format), new Size(1, 5, 7, in, out, 3), true));
        }
      }
      cases.add(conv(plain(2, Padding.SAME, format), new Size(1, 5, 5, 3, 8, 3), true));
      cases.add(conv(plain(2, Padding.SAME_LOWER, format), new Size(1, 6, 9, 3, 8, 3), true));
      cases.add(
          conv(plain(2, Padding.explicit(3, 0, 1, 2), format), new Size(1, 9, 9, 3, 8, 5), true));
      cases.add(conv(plain(1, Padding.SAME, format), new Size(1, 12, 14, 207, 17, 3), true));
      cases.add(conv(plain(3, Padding.VALID, format), new Size(1, 17, 17, 3, 8, 7), true));
      cases.add(conv(plain(1, Padding.SAME, format), new Size(1, 5, 7, 6, 9, 3), false));
      for (int groups : new int[] {2, 3}) {
        cases.add(
            conv(full(1, 1, groups, format, Epilogue.NONE), new Size(1, 6, 7, 12, 18, 3), true));
      }
      for (int channels : new int[] {1, 4, 6, 13, 48}) {
        for (int stride : new int[] {1, 2}) {
          cases.add(
              conv(
                  full(stride, 1, channels, format, Epilogue.NONE),
                  new Size(1, 9, 21, channels, channels, 3),
                  true));
        }
        cases.add(
            conv(
                full(1, 1, channels, format, Epilogue.NONE),
                new Size(1, 6, 5, channels, 2 * channels, 3),
                true));
      }
      cases.add(conv(full(1, 2, 1, format, Epilogue.NONE), new Size(1, 9, 9, 5, 7, 3), true));
      for (UnaryFunction function : UnaryFunction.values()) {
        if (isDefinedEverywhere(function)) {
          Unary activation = new Unary(function, 0.25, 0.5);
          Epilogue epilogue = new Epilogue(true, true, activation);
          cases.add(conv(full(1, 1, 1, format, epilogue), new Size(1, 6, 7, 6, 18, 3), true));
        }
      }
      Epilogue bias = new Epilogue(true, false, Unary.IDENTITY);
      cases.add(conv(full(1, 1, 6, format, bias), new Size(2, 6, 7, 6, 6, 3), true));
      cases.add(conv(full(1, 1, 1, format, bias), new Size(2, 6, 7, 6, 6, 3), false));
      Epilogue residual = new Epilogue(false, true, Unary.of(UnaryFunction.RELU));
      cases.add(conv(full(1, 1, 1, format, residual), new Size(2, 6, 7, 6, 6, 1), true));
      cases.add(conv(DType.FLOAT16, full(1, 1, 1, format, bias), new Size(1, 4, 5, 3, 4, 3), true));
    }
    return cases;
  }

  private static boolean isDefinedEverywhere(UnaryFunction function) {
    return switch (function) {
      case LOG, NOT, RECIPROCAL, RSQRT, SQRT, CEIL, FLOOR, ROUND, SIGN -> false;
      default -> true;
    };
  }

  private static Conv2D plain(int stride, Padding padding, DataFormat format) {
    return Conv2D.of(Size2.of(stride), padding, format);
  }

  private static Conv2D full(
      int stride, int dilation, int groups, DataFormat format, Epilogue epilogue) {
    return new Conv2D(Size2.of(stride), Size2.of(dilation), Padding.SAME, groups, format, epilogue);
  }

  private static Case conv(Conv2D op, Size size, boolean constantFilter) {
    return conv(DType.FLOAT32, op, size, constantFilter);
  }

  private static Case conv(DType dtype, Conv2D op, Size size, boolean constantFilter) {
    Draw draw = new Draw(size.hashCode());
    Tensor x =
        draw.of(
            dtype, -1, 1, op.format().shape(size.batch, size.height, size.width, size.in).dims());
    Tensor filter =
        draw.of(dtype, -1, 1, size.kernel, size.kernel, size.in / op.groups(), size.out);
    Shape shape =
        op.format()
            .shape(
                size.batch,
                op.padding()
                    .output(
                        Padding.Axis.HEIGHT,
                        size.height,
                        size.kernel,
                        op.strides().height(),
                        op.dilations().height()),
                op.padding()
                    .output(
                        Padding.Axis.WIDTH,
                        size.width,
                        size.kernel,
                        op.strides().width(),
                        op.dilations().width()),
                size.out);
    List<Case.Input> inputs = new ArrayList<>();
    inputs.add(Case.Input.fed(x));
    inputs.add(new Case.Input(filter, !constantFilter));
    if (op.epilogue().bias()) {
      inputs.add(Case.Input.constant(draw.of(dtype, -1, 1, size.out)));
    }
    if (op.epilogue().residual()) {
      inputs.add(Case.Input.fed(draw.of(dtype, -1, 1, shape.dims())));
    }
    return Case.one(
        "%s %s g%d %s %s %s%s%s"
            .formatted(
                op.format(),
                x.spec(),
                op.groups(),
                filter.shape(),
                op.strides(),
                op.padding(),
                op.epilogue(),
                constantFilter ? "" : " fed filter"),
        op,
        inputs,
        tensors -> reference(op, shape, tensors));
  }

  private static Expected reference(Conv2D op, Shape shape, List<Tensor> tensors) {
    Tensor x = tensors.get(0);
    Tensor filter = tensors.get(1);
    double[] values = new double[(int) shape.elementCount()];
    double[] magnitudes = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      double[] sums = at(op, x, filter, Grid.index(shape, i));
      values[i] = sums[0];
      magnitudes[i] = sums[1];
    }
    long terms = filter.shape().elementCount(0, 3);
    return EpilogueReference.apply(
        op.epilogue(),
        op.format().channelAxis(),
        x.spec().withShape(shape),
        values,
        magnitudes,
        terms,
        tensors);
  }

  /// The sum of products at one output, and the sum of their magnitudes.
  static double[] at(Conv2D op, Tensor x, Tensor filter, int[] index) {
    DataFormat format = op.format();
    int height = (int) format.height(x.shape());
    int width = (int) format.width(x.shape());
    int kernelHeight = (int) filter.shape().dim(0);
    int kernelWidth = (int) filter.shape().dim(1);
    int ins = (int) filter.shape().dim(2);
    int outs = (int) filter.shape().dim(3) / op.groups();
    int out = index[format.channelAxis()];
    int top =
        op.padding()
            .before(
                Padding.Axis.HEIGHT,
                height,
                kernelHeight,
                op.strides().height(),
                op.dilations().height());
    int left =
        op.padding()
            .before(
                Padding.Axis.WIDTH,
                width,
                kernelWidth,
                op.strides().width(),
                op.dilations().width());
    double sum = 0;
    double magnitude = 0;
    int[] from = new int[4];
    from[0] = index[0];
    for (int i = 0; i < kernelHeight; i++) {
      for (int k = 0; k < kernelWidth; k++) {
        int row =
            index[format.heightAxis()] * op.strides().height() - top + i * op.dilations().height();
        int column =
            index[format.widthAxis()] * op.strides().width() - left + k * op.dilations().width();
        if (row < 0 || row >= height || column < 0 || column >= width) {
          continue;
        }
        from[format.heightAxis()] = row;
        from[format.widthAxis()] = column;
        for (int c = 0; c < ins; c++) {
          from[format.channelAxis()] = out / outs * ins + c;
          double product =
              x.getDouble(Grid.flat(x.shape(), from))
                  * filter.getDouble(Grid.flat(filter.shape(), i, k, c, out));
          sum += product;
          magnitude += Math.abs(product);
        }
      }
    }
    return new double[] {sum, magnitude};
  }
}
