package io.scopegraph.tensorflow;

import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Cast;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;

/// Element-wise functions and conversions as nodes of TensorFlow's.
final class ElementwiseExport {
  private ElementwiseExport() {}

  static void binary(NodeExport node, Binary op) {
    DType dtype = node.dtype(0);
    if (op.function() == BinaryFunction.POW && isUnsigned(dtype)) {
      throw node.unsupported("TensorFlow has no powers of %s", dtype);
    }
    Shape output = node.output().shape();
    binary(node.scope(), op.function(), node.input(0), node.spec(0), node.input(1), output);
  }

  /// Adds the nodes of a function.
  ///
  /// @param spec of the first operand
  /// @return the result
  static String binary(
      ExportScope scope,
      BinaryFunction function,
      String x,
      TensorSpec spec,
      String y,
      Shape output) {
    DType dtype = spec.dtype();
    if (function == BinaryFunction.PRELU) {
      return prelu(scope, x, spec, y, output);
    }
    if (function == BinaryFunction.SQUARED_DIFFERENCE && !hasSquaredDifference(dtype)) {
      return squaredDifference(scope, x, y, dtype, output);
    }
    NodeDraft draft = scope.result(type(function, dtype)).inputs(x, y);
    if (function.kind() != BinaryFunction.Kind.LOGICAL || function == BinaryFunction.XOR) {
      draft.type("T", dtype);
    }
    return draft.add();
  }

  private static String type(BinaryFunction function, DType dtype) {
    return switch (function) {
      case ADD -> sum(dtype);
      case AND -> "LogicalAnd";
      case DIV -> dtype.isFloating() ? "RealDiv" : "TruncateDiv";
      case EQUAL -> "Equal";
      case GREATER -> "Greater";
      case GREATER_EQUAL -> "GreaterEqual";
      case LESS -> "Less";
      case LESS_EQUAL -> "LessEqual";
      case MAXIMUM -> "Maximum";
      case MINIMUM -> "Minimum";
      case MOD -> "FloorMod";
      case MUL -> "Mul";
      case NOT_EQUAL, XOR -> "NotEqual";
      case OR -> "LogicalOr";
      case POW -> "Pow";
      case PRELU -> throw new IllegalArgumentException("spelled out");
      case SQUARED_DIFFERENCE -> "SquaredDifference";
      case SUB -> "Sub";
    };
  }

  /// relu(x) + slope * min(x, 0).
  private static String prelu(
      ExportScope scope, String x, TensorSpec spec, String slope, Shape output) {
    DType dtype = spec.dtype();
    Shape shape = spec.shape();
    String positive = scope.part("positive", "Relu", shape).inputs(x).type("T", dtype).add();
    String zero = scope.number("zero", dtype, 0);
    String negative =
        scope.part("negative", "Minimum", shape).inputs(x, zero).type("T", dtype).add();
    String scaled =
        scope.part("scaled", "Mul", output).inputs(slope, negative).type("T", dtype).add();
    return scope.result(sum(dtype)).inputs(positive, scaled).type("T", dtype).add();
  }

  /// (x - y) * (x - y).
  private static String squaredDifference(
      ExportScope scope, String x, String y, DType dtype, Shape output) {
    String difference = scope.part("difference", "Sub", output).inputs(x, y).type("T", dtype).add();
    return scope.result("Mul").inputs(difference, difference).type("T", dtype).add();
  }

  /// The addition that takes the type; the older one is known to all releases.
  private static String sum(DType dtype) {
    return dtype == DType.UINT16 || dtype == DType.UINT32 ? "AddV2" : "Add";
  }

  private static boolean isUnsigned(DType dtype) {
    return dtype == DType.UINT8 || dtype == DType.UINT16 || dtype == DType.UINT32;
  }

  private static boolean hasSquaredDifference(DType dtype) {
    return dtype.isFloating() || dtype == DType.INT32 || dtype == DType.INT64;
  }

  static void cast(NodeExport node, Cast op) {
    cast(node.scope().result("Cast"), node.input(0), node.dtype(0), op.to());
  }

  private static String cast(NodeDraft draft, String x, DType from, DType to) {
    return draft.inputs(x).type("SrcT", from).type("DstT", to).add();
  }

  /// A value as float32, in which several steps are computed that round but once at the end.
  static String widened(ExportScope scope, String part, String x, TensorSpec spec) {
    return cast(scope.part(part, "Cast", spec.shape()), x, spec.dtype(), DType.FLOAT32);
  }

  /// The result from its value as float32.
  static String narrowed(ExportScope scope, String x, DType dtype) {
    return cast(scope.result("Cast"), x, DType.FLOAT32, dtype);
  }

  static boolean isNarrow(DType dtype) {
    return dtype == DType.FLOAT16 || dtype == DType.BFLOAT16;
  }

  /// Whether a function takes several rounded steps.
  private static boolean isSpelledOut(Unary op) {
    return switch (op.function()) {
      case HARD_SIGMOID, HARD_SWISH, SWISH -> true;
      case ELU -> op.a() != 1;
      case ABS,
          CEIL,
          CLIP,
          COS,
          ERF,
          EXP,
          FLOOR,
          IDENTITY,
          LEAKY_RELU,
          LOG,
          NEG,
          NOT,
          RECIPROCAL,
          RELU,
          RELU6 ->
          false;
      case ROUND, RSQRT, SIGMOID, SIGN, SIN, SOFTPLUS, SOFTSIGN, SQRT, SQUARE, TANH -> false;
    };
  }

  /// Adds the nodes of a function.
  ///
  /// @param x the operand, whose spec is also that of the result
  /// @return the result
  static String unary(ExportScope scope, Unary op, String x, TensorSpec spec) {
    if (isNarrow(spec.dtype()) && isSpelledOut(op)) {
      String wide = widened(scope, "float32", x, spec);
      ExportScope inner = scope.inner(op.type(), spec.shape());
      return narrowed(scope, unary(inner, op, wide, spec.withDType(DType.FLOAT32)), spec.dtype());
    }
    Terms terms = new Terms(scope, spec);
    return switch (op.function()) {
      case ABS -> terms.result("Abs", x);
      case CEIL -> terms.result("Ceil", x);
      case CLIP ->
          terms.result(
              "Minimum",
              terms.part("raised", "Maximum", x, terms.number("least", op.a())),
              terms.number("most", op.b()));
      case COS -> terms.result("Cos", x);
      case ELU -> elu(terms, op.a(), x);
      case ERF -> terms.result("Erf", x);
      case EXP -> terms.result("Exp", x);
      case FLOOR -> terms.result("Floor", x);
      case HARD_SIGMOID -> terms.result("Minimum", ramp(terms, op, x), terms.number("one", 1));
      case HARD_SWISH -> {
        Unary gate = new Unary(UnaryFunction.HARD_SIGMOID, 1.0 / 6, 0.5);
        String ramp = ramp(terms, gate, x);
        yield terms.result("Mul", x, terms.part("gate", "Minimum", ramp, terms.number("one", 1)));
      }
      case IDENTITY -> terms.result("Identity", x);
      case LEAKY_RELU -> leakyRelu(terms, op.a(), x);
      case LOG -> terms.result("Log", x);
      case NEG -> terms.result("Neg", x);
      case NOT -> scope.result("LogicalNot").inputs(x).add();
      case RECIPROCAL -> terms.result("Reciprocal", x);
      case RELU -> terms.result("Relu", x);
      case RELU6 -> terms.result("Relu6", x);
      case ROUND -> terms.result("Round", x);
      case RSQRT -> terms.result("Rsqrt", x);
      case SIGMOID -> terms.result("Sigmoid", x);
      case SIGN -> terms.result("Sign", x);
      case SIN -> terms.result("Sin", x);
      case SOFTPLUS -> terms.result("Softplus", x);
      case SOFTSIGN -> terms.result("Softsign", x);
      case SQRT -> terms.result("Sqrt", x);
      case SQUARE -> terms.result("Square", x);
      case SWISH -> terms.result("Mul", x, terms.part("gate", "Sigmoid", x));
      case TANH -> terms.result("Tanh", x);
    };
  }

  /// relu(x) + a * elu(min(x, 0)).
  private static String elu(Terms terms, double a, String x) {
    if (a == 1) {
      return terms.result("Elu", x);
    }
    String negative = terms.part("negative", "Minimum", x, terms.number("zero", 0));
    String scaled =
        terms.part("scaled", "Mul", terms.part("elu", "Elu", negative), terms.number("a", a));
    return terms.result("Add", terms.part("positive", "Relu", x), scaled);
  }

  private static String leakyRelu(Terms terms, double a, String x) {
    return terms
        .scope()
        .result("LeakyRelu")
        .inputs(x)
        .type("T", terms.spec().dtype())
        .number("alpha", a)
        .add();
  }

  /// max(a * x + b, 0).
  private static String ramp(Terms terms, Unary op, String x) {
    String scaled = terms.part("scaled", "Mul", x, terms.number("a", op.a()));
    String shifted = terms.part("shifted", "Add", scaled, terms.number("b", op.b()));
    return terms.part("raised", "Maximum", shifted, terms.number("zero", 0));
  }

  /// Nodes of one element type and shape, all with the single attribute `T`.
  private record Terms(ExportScope scope, TensorSpec spec) {
    String result(String type, String... inputs) {
      return scope.result(type).inputs(inputs).type("T", spec.dtype()).add();
    }

    String part(String part, String type, String... inputs) {
      return scope.part(part, type, spec.shape()).inputs(inputs).type("T", spec.dtype()).add();
    }

    String number(String part, double value) {
      return scope.number(part, spec.dtype(), value);
    }
  }
}
