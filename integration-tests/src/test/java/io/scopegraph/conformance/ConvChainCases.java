package io.scopegraph.conformance;

import com.google.common.collect.ImmutableList;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.ConvChain;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Epilogue;
import io.scopegraph.op.Inference;
import io.scopegraph.op.Op;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Size2;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

final class ConvChainCases implements Cases {
  private static final Unary RELU = Unary.of(UnaryFunction.RELU);
  private static final Unary RELU6 = Unary.of(UnaryFunction.RELU6);

  /// Extents of a case.
  ///
  /// @param in channels of x
  /// @param wide channels between the stages
  /// @param out channels of the result
  private record Size(int batch, int height, int width, int in, int wide, int out) {}

  @Override
  public Set<Class<? extends Op>> ops() {
    return Set.of(ConvChain.class);
  }

  @Override
  public List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (int kernel : new int[] {3, 5}) {
      for (int stride : new int[] {1, 2}) {
        Conv2D middle = depthwise(kernel, stride, 1, 13, DataFormat.NHWC, RELU6);
        cases.add(chain(new Size(2, 9, 7, 5, 13, 6), false, pointwise(RELU6), middle, last()));
        cases.add(chain(new Size(1, 11, 6, 13, 13, 4), false, middle, last()));
        cases.add(chain(new Size(1, 8, 9, 4, 13, 13), false, pointwise(RELU), middle));
      }
    }
    Conv2D dilated = depthwise(3, 1, 2, 18, DataFormat.NHWC, Unary.of(UnaryFunction.TANH));
    cases.add(chain(new Size(1, 10, 9, 3, 18, 7), false, pointwise(RELU), dilated, last()));
    Conv2D plain = depthwise(3, 1, 1, 24, DataFormat.NHWC, RELU);
    cases.add(chain(new Size(2, 8, 8, 6, 24, 6), true, pointwise(RELU), plain, last()));
    // Kinds that no device computes as one.
    cases.add(
        chain(
            new Size(1, 5, 6, 4, 6, 3),
            false,
            pointwise(RELU).withFormat(DataFormat.NCHW),
            depthwise(3, 1, 1, 6, DataFormat.NCHW, RELU),
            last().withFormat(DataFormat.NCHW)));
    cases.add(chain(new Size(1, 5, 6, 4, 6, 3), false, pointwise(RELU), last()));
    return cases;
  }

  private static Conv2D pointwise(Unary activation) {
    return Conv2D.of(Size2.ONE, Padding.VALID, DataFormat.NHWC)
        .withEpilogue(new Epilogue(true, false, activation));
  }

  private static Conv2D last() {
    return Conv2D.of(Size2.ONE, Padding.VALID, DataFormat.NHWC);
  }

  private static Conv2D depthwise(
      int kernel, int stride, int dilation, int channels, DataFormat format, Unary activation) {
    // Uneven, so that a mistaken border shows.
    Padding padding = Padding.explicit(kernel / 2, kernel / 2 + 1, kernel / 2, kernel / 2);
    return new Conv2D(
        Size2.of(stride),
        Size2.of(dilation),
        padding,
        channels,
        format,
        new Epilogue(kernel == 3, false, activation));
  }

  private static Case chain(Size size, boolean residual, Conv2D... given) {
    Draw draw = new Draw(size.hashCode());
    DataFormat format = given[0].format();
    List<Conv2D> stages = new ArrayList<>(List.of(given));
    List<Case.Input> inputs = new ArrayList<>();
    Tensor x =
        draw.of(
            DType.FLOAT32,
            -1,
            1,
            format.shape(size.batch, size.height, size.width, size.in).dims());
    inputs.add(Case.Input.fed(x));
    int channels = size.in;
    for (int stage = 0; stage < given.length; stage++) {
      Conv2D conv = given[stage];
      int kernel =
          conv.groups() == 1 ? 1 : 2 * conv.padding().before(Padding.Axis.WIDTH, 1, 1, 1, 1) + 1;
      int outs = conv.groups() > 1 || stage < given.length - 1 ? size.wide : size.out;
      inputs.add(
          Case.Input.constant(
              draw.of(DType.FLOAT32, -1, 1, kernel, kernel, channels / conv.groups(), outs)));
      if (conv.epilogue().bias()) {
        inputs.add(Case.Input.constant(draw.of(DType.FLOAT32, -1, 1, outs)));
      }
      channels = outs;
    }
    if (residual) {
      Conv2D end = stages.removeLast();
      stages.add(end.withEpilogue(end.epilogue().withResidual()));
      inputs.add(Case.Input.fed(draw.of(DType.FLOAT32, -1, 1, output(given, inputs).dims())));
    }
    ConvChain op = new ConvChain(ImmutableList.copyOf(stages));
    return Case.one(
        "%s %s %s".formatted(x.spec(), size, stages), op, inputs, all -> reference(op, all));
  }

  private static Shape output(Conv2D[] stages, List<Case.Input> inputs) {
    List<Inference.Operand> operands =
        inputs.stream().map(input -> Inference.Operand.of(input.value().spec())).toList();
    return Inference.specs(new ConvChain(ImmutableList.copyOf(stages)), "y", null, operands)
        .getFirst()
        .shape();
  }

  private static Expected reference(ConvChain op, List<Tensor> inputs) {
    Tensor value = inputs.getFirst();
    Tensor magnitude = absolute(value);
    long terms = 0;
    for (int stage = 0; stage < op.stages().size(); stage++) {
      Conv2D conv = op.stages().get(stage);
      List<Tensor> own = inputs.subList(op.filter(stage), op.filter(stage + 1));
      value = stage(conv, value, own, true);
      magnitude =
          stage(conv, magnitude, own.stream().map(ConvChainCases::absolute).toList(), false);
      terms += own.getFirst().shape().elementCount(0, 3) + 3;
    }
    double[] values = new double[(int) value.elementCount()];
    double[] magnitudes = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value.getDouble(i);
      magnitudes[i] = magnitude.getDouble(i);
    }
    // The activations have slopes up to 1, so that an error grows no further in them.
    return Expected.sums(new TensorSpec(DType.FLOAT32, value.shape()), values, magnitudes, terms);
  }

  private static Tensor absolute(Tensor tensor) {
    Tensor result = Tensor.allocate(new TensorSpec(DType.FLOAT64, tensor.shape()));
    for (long i = 0; i < tensor.elementCount(); i++) {
      result.setDouble(i, Math.abs(tensor.getDouble(i)));
    }
    return result;
  }

  /// One convolution in double precision.
  ///
  /// @param own its filter and the inputs of its epilogue
  private static Tensor stage(Conv2D conv, Tensor x, List<Tensor> own, boolean activates) {
    List<Inference.Operand> operands = new ArrayList<>();
    operands.add(Inference.Operand.of(x.spec().withDType(DType.FLOAT32)));
    own.forEach(
        tensor -> operands.add(Inference.Operand.of(tensor.spec().withDType(DType.FLOAT32))));
    Shape shape = Inference.specs(conv, "stage", null, operands).getFirst().shape();
    Tensor result = Tensor.allocate(new TensorSpec(DType.FLOAT64, shape));
    Unary activation = conv.epilogue().activation();
    for (int i = 0; i < result.elementCount(); i++) {
      int[] index = Grid.index(shape, i);
      double sum = ConvCases.at(conv, x, own.getFirst(), index)[0];
      if (conv.epilogue().bias()) {
        sum += own.get(1).getDouble(index[conv.format().channelAxis()]);
      }
      if (conv.epilogue().residual()) {
        sum += own.getLast().getDouble(i);
      }
      result.setDouble(
          i,
          activates
              ? UnaryCases.apply(activation.function(), activation.a(), activation.b(), sum)
              : sum);
    }
    return result;
  }
}
