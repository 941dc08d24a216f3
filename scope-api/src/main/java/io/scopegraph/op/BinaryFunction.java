package io.scopegraph.op;

/// The element-wise functions of two values x and y.
public enum BinaryFunction {
  ADD("Add", Kind.ARITHMETIC),
  AND("And", Kind.LOGICAL),
  /// Integers: quotient rounded toward zero.
  DIV("Div", Kind.ARITHMETIC),
  EQUAL("Equal", Kind.COMPARISON),
  GREATER("Greater", Kind.COMPARISON),
  GREATER_EQUAL("GreaterEqual", Kind.COMPARISON),
  LESS("Less", Kind.COMPARISON),
  LESS_EQUAL("LessEqual", Kind.COMPARISON),
  /// The larger; NaN if either is NaN.
  MAXIMUM("Maximum", Kind.ARITHMETIC),
  /// The smaller; NaN if either is NaN.
  MINIMUM("Minimum", Kind.ARITHMETIC),
  /// The remainder with the sign of y.
  MOD("Mod", Kind.ARITHMETIC),
  MUL("Mul", Kind.ARITHMETIC),
  NOT_EQUAL("NotEqual", Kind.COMPARISON),
  OR("Or", Kind.LOGICAL),
  POW("Pow", Kind.ARITHMETIC),
  /// x for x >= 0, else y * x.
  PRELU("PRelu", Kind.ARITHMETIC),
  SQUARED_DIFFERENCE("SquaredDifference", Kind.ARITHMETIC),
  SUB("Sub", Kind.ARITHMETIC),
  XOR("Xor", Kind.LOGICAL);

  /// What goes in and comes out.
  public enum Kind {
    /// Numbers to numbers of the same type.
    ARITHMETIC,
    /// Any type to bool.
    COMPARISON,
    /// Bool to bool.
    LOGICAL
  }

  private final String type;
  private final Kind kind;

  BinaryFunction(String type, Kind kind) {
    this.type = type;
    this.kind = kind;
  }

  /// The op type, which is also the default name of a node.
  public String type() {
    return type;
  }

  public Kind kind() {
    return kind;
  }
}
