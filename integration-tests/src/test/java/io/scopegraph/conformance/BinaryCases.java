package io.scopegraph.conformance;

import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Op;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

final class BinaryCases implements Cases {
  private static final long[][][] SHAPES = {
    {{1}, {1}},
    {{4}, {4}},
    {{13}, {13}},
    {{207}, {207}},
    {{9001}, {9001}},
    {{}, {13}},
    {{207}, {}},
    {{5000}, {1}},
    {{2, 1}, {3}},
    {{2, 5, 6, 13}, {13}},
    {{2, 5, 6, 13}, {2, 1, 1, 13}},
    {{2, 1, 1, 13}, {2, 5, 6, 13}},
    {{2, 5, 6, 13}, {2, 5, 6, 1}},
    {{2, 13, 5, 6}, {1, 13, 1, 1}},
    {{2, 1, 3, 1, 4}, {1, 5, 1, 7, 1}},
    {{3, 0}, {1, 1}}
  };

  @Override
  public Set<Class<? extends Op>> ops() {
    return Set.of(Binary.class);
  }

  @Override
  public List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (BinaryFunction function : BinaryFunction.values()) {
      for (long[][] shapes : SHAPES) {
        Draw draw = new Draw(cases.size());
        boolean logical = function.kind() == BinaryFunction.Kind.LOGICAL;
        boolean positive = function == BinaryFunction.POW;
        Tensor x =
            logical ? draw.booleans(shapes[0]) : draw.between(positive ? 0 : -3, 3, shapes[0]);
        Tensor y = logical ? draw.booleans(shapes[1]) : draw.between(-3, 3, shapes[1]);
        cases.add(binary(x.shape() + " and " + y.shape(), function, x, y));
      }
      if (function.kind() == BinaryFunction.Kind.LOGICAL) {
        continue;
      }
      for (DType dtype : Draw.DTYPES) {
        boolean pow = function == BinaryFunction.POW;
        if (dtype == DType.BOOL || dtype == DType.FLOAT32) {
          continue;
        }
        Draw draw = new Draw(cases.size());
        Tensor x = draw.of(dtype, 1, pow ? 4 : 9, 3, 7);
        Tensor y = draw.of(dtype, 1, pow ? 4 : 9, 7);
        cases.add(binary(dtype.toString(), function, x, y));
      }
    }
    Tensor x = Tensor.ofFloats(Shape.of(5), Float.NaN, 1, -0f, 3, Float.NaN);
    Tensor y = Tensor.ofFloats(Shape.of(5), 2, Float.NaN, 0f, -4, Float.NaN);
    for (BinaryFunction function :
        List.of(BinaryFunction.MAXIMUM, BinaryFunction.MINIMUM, BinaryFunction.EQUAL)) {
      cases.add(binary("of NaN", function, x, y));
    }
    return cases;
  }

  private static Case binary(String name, BinaryFunction function, Tensor x, Tensor y) {
    Shape shape = Shape.broadcast(x.shape(), y.shape()).orElseThrow();
    DType dtype = function.kind() == BinaryFunction.Kind.ARITHMETIC ? x.dtype() : DType.BOOL;
    boolean whole = !x.dtype().isFloating();
    double[] values =
        Grid.map(
            shape,
            index ->
                wrapped(
                    dtype,
                    apply(
                        function,
                        whole,
                        x.getDouble(Grid.broadcast(x.shape(), index)),
                        y.getDouble(Grid.broadcast(y.shape(), index)))));
    return Case.one(
        name,
        new Binary(function),
        List.of(Case.Input.fed(x), Case.Input.fed(y)),
        _ -> Expected.elementWise(new TensorSpec(dtype, shape), values));
  }

  /// The only dtype whose range the results of these cases leave.
  private static double wrapped(DType dtype, double value) {
    return isUnsigned(dtype) ? (long) value & dtype.maxInteger() : value;
  }

  /// Exact for the small integers of these cases.
  private static double truncated(double quotient) {
    return quotient < 0 ? Math.ceil(quotient) : Math.floor(quotient);
  }

  /// The definitions.
  static double apply(BinaryFunction function, boolean whole, double x, double y) {
    return switch (function) {
      case ADD -> x + y;
      case AND -> x != 0 && y != 0 ? 1 : 0;
      case DIV -> whole ? truncated(x / y) : x / y;
      case EQUAL -> x == y ? 1 : 0;
      case GREATER -> x > y ? 1 : 0;
      case GREATER_EQUAL -> x >= y ? 1 : 0;
      case LESS -> x < y ? 1 : 0;
      case LESS_EQUAL -> x <= y ? 1 : 0;
      case MAXIMUM -> Math.max(x, y);
      case MINIMUM -> Math.min(x, y);
      case MOD -> x - Math.floor(x / y) * y;
      case MUL -> x * y;
      case NOT_EQUAL -> x == y ? 0 : 1;
      case OR -> x != 0 || y != 0 ? 1 : 0;
      case POW -> Math.pow(x, y);
      case PRELU -> x >= 0 ? x : y * x;
      case SQUARED_DIFFERENCE -> (x - y) * (x - y);
      case SUB -> x - y;
      case XOR -> (x != 0) != (y != 0) ? 1 : 0;
    };
  }

  private static boolean isUnsigned(DType dtype) {
    return dtype.isInteger() && dtype.minInteger() == 0;
  }
}
