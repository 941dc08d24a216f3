package io.scopegraph.conformance;

import com.google.common.collect.ImmutableList;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.ElementWise;
import io.scopegraph.op.ElementWise.One;
import io.scopegraph.op.ElementWise.Two;
import io.scopegraph.op.Op;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

final class ElementWiseCases implements Cases {
  private static final long[][][] SHAPES = {
    {{1}, {1}, {1}},
    {{13}, {13}, {13}},
    {{207}, {}, {207}},
    {{2049}, {1}, {2049}},
    {{9001}, {9001}, {}},
    {{2, 1}, {3}, {}},
    {{2, 5, 6, 13}, {13}, {2, 5, 6, 13}},
    {{2, 40, 6, 13}, {2, 1, 1, 13}, {13}},
    {{2, 5, 6, 13}, {2, 5, 6, 1}, {1, 5, 1, 1}},
    {{2, 13, 50, 6}, {1, 13, 1, 1}, {13, 1, 1}},
    {{2, 1, 3, 1, 4}, {1, 5, 1, 7, 1}, {4}},
    {{700, 3}, {3}, {700, 1}},
    {{1, 3000}, {2, 1}, {3000}},
    {{3, 0}, {1, 1}, {3, 1}}
  };

  @Override
  public Set<Class<? extends Op>> ops() {
    return Set.of(ElementWise.class);
  }

  @Override
  public List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (long[][] shapes : SHAPES) {
      cases.add(drawn(gate(), DType.FLOAT32, shapes));
    }
    for (UnaryFunction function : UnaryFunction.values()) {
      if (function != UnaryFunction.NOT) {
        cases.add(drawn(around(function), DType.FLOAT32, new long[][] {{3, 7}, {7}}));
      }
    }
    for (BinaryFunction function : BinaryFunction.values()) {
      if (function.kind() == BinaryFunction.Kind.ARITHMETIC) {
        cases.add(drawn(around(function), DType.FLOAT32, new long[][] {{3, 1}, {7}}));
      }
    }
    for (DType dtype : List.of(DType.FLOAT16, DType.BFLOAT16, DType.FLOAT64)) {
      for (long[][] shapes : List.of(SHAPES[3], SHAPES[6], SHAPES[8], SHAPES[11])) {
        cases.add(drawn(gate(), dtype, shapes));
      }
    }
    cases.add(drawn(many(), DType.FLOAT32, sameShapes(8, 5, 411)));
    cases.add(drawn(many(), DType.BFLOAT16, sameShapes(8, 5, 411)));
    Tensor x = Tensor.ofFloats(Shape.of(4), Float.NaN, -0f, Float.POSITIVE_INFINITY, -3);
    Tensor one = Tensor.ofFloats(Shape.of(), 1);
    cases.add(of("of limits", around(UnaryFunction.ABS), List.of(x, one)));
    return cases;
  }

  /// x0 * sigmoid(x0 * x1) + x2, whose x0 is read twice.
  private static ElementWise gate() {
    return program(
        3,
        new Two(BinaryFunction.MUL, 0, 1),
        new One(Unary.of(UnaryFunction.SIGMOID), 3),
        new Two(BinaryFunction.MUL, 0, 4),
        new Two(BinaryFunction.ADD, 5, 2));
  }

  /// f(|x0| + 0.5) * x1, whose step between is read once more at the end.
  private static ElementWise around(UnaryFunction function) {
    double a = function == UnaryFunction.CLIP ? 0.75 : 0.25;
    return program(
        2,
        new One(Unary.of(UnaryFunction.ABS), 0),
        new One(new Unary(UnaryFunction.CLIP, 0.5, 100), 2),
        new One(new Unary(function, a, 2), 3),
        new Two(BinaryFunction.MUL, 4, 1),
        new Two(BinaryFunction.SUB, 5, 3));
  }

  /// f(|x0| + 1, x1) with both orders of its operands.
  private static ElementWise around(BinaryFunction function) {
    return program(
        2,
        new One(Unary.of(UnaryFunction.ABS), 0),
        new One(new Unary(UnaryFunction.CLIP, 0.5, 100), 2),
        new One(new Unary(UnaryFunction.CLIP, 0.25, 2), 1),
        new Two(function, 3, 4),
        new Two(function, 5, 3));
  }

  /// As many inputs and values that are needed at the same time as a fused node may have.
  private static ElementWise many() {
    List<ElementWise.Step> steps = new ArrayList<>();
    for (int input = 0; input < 8; input++) {
      steps.add(new One(Unary.of(UnaryFunction.TANH), input));
    }
    for (int step = 0; step < 8; step++) {
      steps.add(new Two(BinaryFunction.MAXIMUM, 8 + step, 7 - step));
    }
    int sum = 16;
    for (int step = 1; step < 8; step++) {
      steps.add(new Two(BinaryFunction.ADD, 16 + step, sum));
      sum = 23 + step;
    }
    return new ElementWise(8, ImmutableList.copyOf(steps));
  }

  private static ElementWise program(int inputs, ElementWise.Step... steps) {
    return new ElementWise(inputs, ImmutableList.copyOf(steps));
  }

  private static long[][] sameShapes(int count, long... dims) {
    long[][] shapes = new long[count][];
    Arrays.fill(shapes, dims);
    return shapes;
  }

  private static Case drawn(ElementWise op, DType dtype, long[][] shapes) {
    Draw draw = new Draw(op.toString().hashCode() + shapes.length);
    List<Tensor> inputs = new ArrayList<>();
    for (long[] shape : shapes) {
      inputs.add(draw.of(dtype, -3, 3, shape));
    }
    return of("%s %s of %s".formatted(op, dtype, inputs.getFirst().shape()), op, inputs);
  }

  private static Case of(String name, ElementWise op, List<Tensor> inputs) {
    List<Shape> shapes = inputs.stream().map(Tensor::shape).toList();
    TensorSpec spec = new TensorSpec(inputs.getFirst().dtype(), op.shapes(shapes).getLast());
    double[] values = Grid.map(spec.shape(), index -> evaluate(op, inputs, index));
    return Case.one(
        name,
        op,
        inputs.stream().map(Case.Input::fed).toList(),
        // Terms of about 1 that cancel leave a few roundings of float32, in which all is computed.
        _ -> Expected.narrowElementWise(spec, 1e-6, values));
  }

  private static double evaluate(ElementWise op, List<Tensor> inputs, int[] index) {
    double[] values = new double[op.inputs() + op.steps().size()];
    for (int input = 0; input < inputs.size(); input++) {
      Tensor tensor = inputs.get(input);
      values[input] = tensor.getDouble(Grid.broadcast(tensor.shape(), index));
    }
    for (int step = 0; step < op.steps().size(); step++) {
      values[op.result(step)] =
          switch (op.steps().get(step)) {
            case One(Unary unary, int x) ->
                UnaryCases.apply(unary.function(), unary.a(), unary.b(), values[x]);
            case Two(BinaryFunction function, int x, int y) ->
                BinaryCases.apply(function, false, values[x], values[y]);
          };
    }
    return values[values.length - 1];
  }
}
