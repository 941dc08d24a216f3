package io.scopegraph.op;

/// The element-wise functions of one value. `a` and `b` are the parameters of [Unary].
public enum UnaryFunction {
  ABS("Abs"),
  CEIL("Ceil"),
  /// min(max(x, a), b); NaN stays NaN.
  CLIP("Clip"),
  COS("Cos"),
  /// x for x >= 0, else a * (exp(x) - 1).
  ELU("Elu"),
  ERF("Erf"),
  EXP("Exp"),
  FLOOR("Floor"),
  /// min(max(a * x + b, 0), 1).
  HARD_SIGMOID("HardSigmoid"),
  /// x * min(max(x / 6 + 1/2, 0), 1).
  HARD_SWISH("HardSwish"),
  /// The value itself; stands for "no activation".
  IDENTITY("Identity"),
  /// x for x >= 0, else a * x.
  LEAKY_RELU("LeakyRelu"),
  LOG("Log"),
  NEG("Neg"),
  /// Logical not; bool only.
  NOT("Not"),
  RECIPROCAL("Reciprocal"),
  /// max(x, 0); NaN stays NaN.
  RELU("Relu"),
  /// min(max(x, 0), 6).
  RELU6("Relu6"),
  /// To the nearest integer, halves to even.
  ROUND("Round"),
  RSQRT("Rsqrt"),
  /// 1 / (1 + exp(-x)).
  SIGMOID("Sigmoid"),
  SIGN("Sign"),
  SIN("Sin"),
  /// log(1 + exp(x)).
  SOFTPLUS("Softplus"),
  /// x / (1 + |x|).
  SOFTSIGN("Softsign"),
  SQRT("Sqrt"),
  SQUARE("Square"),
  /// x * sigmoid(x).
  SWISH("Swish"),
  TANH("Tanh");

  private final String type;

  UnaryFunction(String type) {
    this.type = type;
  }

  /// The op type, which is also the default name of a node.
  public String type() {
    return type;
  }
}
