package io.scopegraph.conformance;

import io.scopegraph.op.ConvTranspose2D;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Epilogue;
import io.scopegraph.op.Op;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Size2;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

final class ConvTransposeCases implements Cases {
  private static final Epilogue FULL = new Epilogue(true, true, Unary.of(UnaryFunction.RELU));

  @Override
  public Set<Class<? extends Op>> ops() {
    return Set.of(ConvTranspose2D.class);
  }

  @Override
  public List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (DataFormat format : DataFormat.values()) {
      for (int in : new int[] {1, 4, 13}) {
        for (int out : new int[] {1, 6, 33}) {
          cases.add(
              transposed(op(2, 1, Padding.VALID, 0, 1, format, Epilogue.NONE), 2, in, out, true));
        }
      }
      cases.add(transposed(op(2, 1, Padding.SAME, 0, 1, format, Epilogue.NONE), 3, 6, 7, true));
      cases.add(
          transposed(op(3, 1, Padding.SAME_LOWER, 0, 1, format, Epilogue.NONE), 4, 6, 7, true));
      cases.add(
          transposed(op(2, 1, Padding.explicit(1, 0, 1, 2), 1, 1, format, FULL), 4, 6, 7, true));
      cases.add(transposed(op(1, 2, Padding.explicit(1), 0, 1, format, FULL), 3, 6, 7, false));
      cases.add(transposed(op(2, 1, Padding.VALID, 1, 2, format, Epilogue.NONE), 3, 6, 8, true));
      cases.add(transposed(op(2, 1, Padding.explicit(1), 0, 6, format, FULL), 4, 6, 6, true));
      cases.add(transposed(op(4, 1, Padding.VALID, 0, 1, format, Epilogue.NONE), 2, 3, 5, true));
    }
    return cases;
  }

  private static ConvTranspose2D op(
      int stride,
      int dilation,
      Padding padding,
      int outputPadding,
      int groups,
      DataFormat format,
      Epilogue epilogue) {
    return new ConvTranspose2D(
        Size2.of(stride),
        Size2.of(dilation),
        padding,
        Size2.of(outputPadding),
        groups,
        format,
        epilogue);
  }

  private static Case transposed(
      ConvTranspose2D op, int kernel, int in, int out, boolean constantFilter) {
    int height = 4;
    int width = 5;
    Draw draw = new Draw(in * 100L + out);
    Tensor x = draw.floats(op.format().shape(2, height, width, in).dims());
    Tensor filter = draw.floats(kernel, kernel, out / op.groups(), in);
    Shape shape =
        op.format()
            .shape(
                2,
                extent(op, height, kernel, op.padding().top() + op.padding().bottom()),
                extent(op, width, kernel, op.padding().left() + op.padding().right()),
                out);
    List<Case.Input> inputs = new ArrayList<>();
    inputs.add(Case.Input.fed(x));
    inputs.add(new Case.Input(filter, !constantFilter));
    if (op.epilogue().bias()) {
      inputs.add(Case.Input.constant(draw.floats(out)));
    }
    if (op.epilogue().residual()) {
      inputs.add(Case.Input.fed(draw.floats(shape.dims())));
    }
    return Case.one(
        "%s %s g%d %s %s %s%s"
            .formatted(
                op.format(),
                x.spec(),
                op.groups(),
                filter.shape(),
                op.strides(),
                op.padding(),
                op.epilogue()),
        op,
        inputs,
        tensors -> reference(op, shape, tensors));
  }

  private static long extent(ConvTranspose2D op, int in, int kernel, int pads) {
    int stride = op.strides().height();
    boolean same =
        op.padding().kind() == Padding.Kind.SAME_UPPER
            || op.padding().kind() == Padding.Kind.SAME_LOWER;
    int reach = (kernel - 1) * op.dilations().height() + 1;
    return same
        ? (long) in * stride
        : (long) stride * (in - 1) + op.outputPadding().height() + reach - pads;
  }

  /// Every input cell adds its value times the filter to the window that it belongs to.
  private static Expected reference(ConvTranspose2D op, Shape shape, List<Tensor> tensors) {
    DataFormat format = op.format();
    Tensor x = tensors.get(0);
    Tensor filter = tensors.get(1);
    int kernel = (int) filter.shape().dim(0);
    int outs = (int) filter.shape().dim(2);
    int ins = (int) filter.shape().dim(3) / op.groups();
    int top = op.padBefore(Padding.Axis.HEIGHT, format.height(x.shape()), kernel);
    int left = op.padBefore(Padding.Axis.WIDTH, format.width(x.shape()), kernel);
    double[] values = new double[(int) shape.elementCount()];
    double[] magnitudes = new double[values.length];
    for (int cell = 0; cell < x.elementCount(); cell++) {
      int[] from = Grid.index(x.shape(), cell);
      int in = from[format.channelAxis()];
      int[] to = from.clone();
      for (int i = 0; i < kernel; i++) {
        for (int k = 0; k < kernel; k++) {
          int row =
              from[format.heightAxis()] * op.strides().height() - top + i * op.dilations().height();
          int column =
              from[format.widthAxis()] * op.strides().width() - left + k * op.dilations().width();
          if (row < 0
              || row >= format.height(shape)
              || column < 0
              || column >= format.width(shape)) {
            continue;
          }
          to[format.heightAxis()] = row;
          to[format.widthAxis()] = column;
          for (int c = 0; c < outs; c++) {
            to[format.channelAxis()] = in / ins * outs + c;
            double product =
                x.getDouble(cell) * filter.getDouble(Grid.flat(filter.shape(), i, k, c, in));
            values[Grid.flat(shape, to)] += product;
            magnitudes[Grid.flat(shape, to)] += Math.abs(product);
          }
        }
      }
    }
    long terms = (long) kernel * kernel * ins;
    return EpilogueReference.apply(
        op.epilogue(),
        format.channelAxis(),
        x.spec().withShape(shape),
        values,
        magnitudes,
        terms,
        tensors);
  }
}
