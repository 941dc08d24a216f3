package io.scopegraph.op;

import static io.scopegraph.op.OpCases.anything;
import static io.scopegraph.op.OpCases.axes;
import static io.scopegraph.op.OpCases.example;
import static io.scopegraph.op.OpCases.in;
import static io.scopegraph.op.OpCases.refuses;
import static io.scopegraph.op.OpCases.spec;
import static io.scopegraph.op.OpCases.unknown;

import com.google.common.collect.ImmutableList;
import io.scopegraph.op.ElementWise.One;
import io.scopegraph.op.ElementWise.Two;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;
import java.util.List;

/// Element-wise functions, products and reductions.
final class MathCases {
  private static final Binary ADD = new Binary(BinaryFunction.ADD);
  private static final Binary AND = new Binary(BinaryFunction.AND);
  private static final Binary LESS = new Binary(BinaryFunction.LESS);
  private static final Unary NOT = Unary.of(UnaryFunction.NOT);
  private static final Unary SQRT = Unary.of(UnaryFunction.SQRT);
  private static final Gemm GEMM = new Gemm(1, 1, false, true);
  private static final MatMul TRANSPOSED = new MatMul(true, true, Epilogue.NONE);
  private static final Softmax SOFTMAX = new Softmax(-1, false);

  /// x0 + x1 * x2.
  private static final ElementWise CHAIN =
      program(3, new Two(BinaryFunction.MUL, 1, 2), new Two(BinaryFunction.ADD, 0, 3));

  private MathCases() {}

  private static ElementWise program(int inputs, ElementWise.Step... steps) {
    return new ElementWise(inputs, ImmutableList.copyOf(steps));
  }

  private static Reduce sum(boolean keepDims, Integer... axes) {
    return new Reduce(Reduce.Function.SUM, axes(axes), keepDims);
  }

  static List<OpCases.Example> examples() {
    return List.of(
        example(ADD, spec(2, 3), in(2, 1), in(3)),
        example(ADD, spec(2, -1, 4), in(2, -1, 4), in(1, 1)),
        example(ADD, anything(), in(2), unknown()),
        example(LESS, spec(DType.BOOL, 2), in(2), in()),
        example(AND, spec(DType.BOOL, 2), in(DType.BOOL, 2), in(DType.BOOL, 1)),
        example(new Unary(UnaryFunction.LEAKY_RELU, 0.5, 0), spec(2), in(2)),
        example(NOT, spec(DType.BOOL, 2), in(DType.BOOL, 2)),
        example(Unary.of(UnaryFunction.ABS), spec(DType.INT64, -1), in(DType.INT64, -1)),
        example(CHAIN, spec(2, 3), in(2, 1), in(3), in()),
        example(
            CHAIN,
            spec(DType.BFLOAT16, -1),
            in(DType.BFLOAT16, -1),
            in(DType.BFLOAT16, 1),
            in(DType.BFLOAT16)),
        example(CHAIN, anything(), unknown(), in(3), in()),
        example(new Cast(DType.INT32), spec(DType.INT32, 2, -1), in(2, -1)),
        example(new Cast(DType.BOOL), new TensorSpec(DType.BOOL, Shape.unknownRank()), unknown()),
        example(MatMul.PLAIN, spec(5, 2, 4), in(5, 2, 3), in(3, 4)),
        example(TRANSPOSED, spec(7, 5, 2, 4), in(5, 3, 2), in(7, 1, 4, 3)),
        example(MatMul.PLAIN, spec(-1, 2, -1), in(-1, 2, -1), in(3, -1)),
        example(MatMul.PLAIN, anything(), unknown(), in(3, 4)),
        example(
            MatMul.PLAIN.withEpilogue(Epilogue.NONE.withBias()),
            spec(2, 4),
            in(2, 3),
            in(3, 4),
            in(4)),
        example(GEMM, spec(2, 4), in(2, 3), in(4, 3), in(4)),
        example(GEMM, spec(2, 4), in(2, 3), in(4, 3)),
        example(GEMM, spec(-1, 4), unknown(), in(4, 3), in(1, 1)),
        example(sum(false, 1), spec(2), in(2, 3)),
        example(sum(true, 1), spec(2, 1), in(2, 3)),
        example(sum(true, -1, 0), spec(1, -1, 1), in(2, -1, 3)),
        example(sum(false), spec(), in(2, 3)),
        example(sum(false), spec(), unknown()),
        example(sum(true), anything(), unknown()),
        example(SOFTMAX, spec(2, 3), in(2, 3)),
        example(SOFTMAX, anything(), unknown()));
  }

  static List<OpCases.Broken> broken() {
    var bool = in(DType.BOOL, 2, 2);
    return List.of(
        refuses(Binary.class, "C1", () -> ADD, in(2)),
        refuses(Binary.class, "C2", () -> ADD, in(2), in(DType.INT32, 2)),
        refuses(Binary.class, "C3", () -> ADD, bool, bool),
        refuses(Binary.class, "C3", () -> AND, in(2), in(2)),
        refuses(Binary.class, "C4", () -> ADD, in(2), in(3)),
        refuses(Unary.class, "C1", () -> SQRT, in(2), in(2)),
        refuses(Unary.class, "C2", () -> SQRT, in(DType.INT32, 2)),
        refuses(Unary.class, "C2", () -> NOT, in(2)),
        refuses(Unary.class, "C2", () -> Unary.of(UnaryFunction.ABS), bool),
        refuses(ElementWise.class, "C1", () -> CHAIN, in(2), in(2)),
        refuses(ElementWise.class, "C2", () -> CHAIN, in(2), in(DType.FLOAT64, 2), in(2)),
        refuses(
            ElementWise.class,
            "C2",
            () -> CHAIN,
            in(DType.INT32, 2),
            in(DType.INT32, 2),
            in(DType.INT32, 2)),
        refuses(ElementWise.class, "C3", () -> new ElementWise(1, ImmutableList.of()), in(2)),
        refuses(ElementWise.class, "C3", () -> program(0, new One(SQRT, 0))),
        refuses(ElementWise.class, "C3", () -> program(1, new One(SQRT, 1)), in(2)),
        refuses(ElementWise.class, "C3", () -> program(1, new One(SQRT, -1)), in(2)),
        refuses(ElementWise.class, "C4", () -> program(2, new One(SQRT, 0)), in(2), in(2)),
        refuses(
            ElementWise.class, "C4", () -> program(1, new One(SQRT, 0), new One(SQRT, 0)), in(2)),
        refuses(ElementWise.class, "C5", () -> program(1, new One(NOT, 0)), in(2)),
        refuses(
            ElementWise.class,
            "C5",
            () -> program(2, new Two(BinaryFunction.LESS, 0, 1)),
            in(2),
            in(2)),
        refuses(ElementWise.class, "C6", () -> CHAIN, in(2), in(3), in()),
        refuses(Cast.class, "C1", () -> new Cast(DType.INT8)),
        refuses(MatMul.class, "C1", () -> MatMul.PLAIN, in(2, 3)),
        refuses(MatMul.class, "C1", () -> MatMul.PLAIN, in(2, 2), in(DType.FLOAT64, 2, 2)),
        refuses(MatMul.class, "C1", () -> MatMul.PLAIN, bool, bool),
        refuses(MatMul.class, "C2", () -> MatMul.PLAIN, in(2, 3), in(2, 4)),
        refuses(MatMul.class, "C2", () -> TRANSPOSED, in(2, 3), in(3, 4)),
        refuses(MatMul.class, "C3", () -> MatMul.PLAIN, in(3), in(3, 4)),
        refuses(MatMul.class, "C4", () -> MatMul.PLAIN, in(2, 2, 3), in(3, 3, 4)),
        refuses(
            MatMul.class,
            "C5",
            () -> MatMul.PLAIN.withEpilogue(Epilogue.NONE.withBias()),
            in(2, 3),
            in(3, 4),
            in(3)),
        refuses(
            MatMul.class,
            "C5",
            () -> MatMul.PLAIN.withEpilogue(Epilogue.NONE.withResidual()),
            in(2, 3),
            in(3, 4),
            in(1, 4)),
        refuses(Gemm.class, "C1", () -> GEMM, in(2, 3)),
        refuses(Gemm.class, "C1", () -> GEMM, bool, bool),
        refuses(Gemm.class, "C2", () -> GEMM, in(1, 2, 3), in(4, 3)),
        refuses(Gemm.class, "C3", () -> GEMM, in(2, 3), in(3, 4)),
        refuses(Gemm.class, "C4", () -> GEMM, in(2, 3), in(4, 3), in(2)),
        refuses(Gemm.class, "C4", () -> GEMM, in(2, 3), in(4, 3), in(1, 2, 4)),
        refuses(Gemm.class, "C4", () -> GEMM, in(1, 3), in(4, 3), in(2, 4)),
        refuses(Reduce.class, "C1", () -> sum(false, 0), bool),
        refuses(Reduce.class, "C2", () -> sum(false, 2), in(2, 3)),
        refuses(Reduce.class, "C2", () -> sum(false, 1, -1), in(2, 3)),
        refuses(Softmax.class, "C1", () -> SOFTMAX, in(DType.INT32, 2)),
        refuses(Softmax.class, "C2", () -> SOFTMAX, in()),
        refuses(Softmax.class, "C2", () -> new Softmax(2, true), in(2, 3)));
  }
}
