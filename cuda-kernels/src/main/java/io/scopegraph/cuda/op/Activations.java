package io.scopegraph.cuda.op;

import io.scopegraph.op.Unary;
import io.scopegraph.runtime.spi.UnsupportedNode;

/// The numbers of functions in `activate` of `common.cu`.
final class Activations {
  private Activations() {}

  /// The number of a function.
  ///
  /// @throws UnsupportedNode for the one function that takes no numbers
  static int number(Unary unary) {
    return switch (unary.function()) {
      case IDENTITY -> 0;
      case RELU -> 1;
      case RELU6 -> 2;
      case CLIP -> 3;
      case LEAKY_RELU -> 4;
      case SIGMOID -> 5;
      case TANH -> 6;
      case SWISH -> 7;
      case HARD_SIGMOID -> 8;
      case HARD_SWISH -> 9;
      case ELU -> 10;
      case ABS -> 11;
      case CEIL -> 12;
      case COS -> 13;
      case ERF -> 14;
      case EXP -> 15;
      case FLOOR -> 16;
      case LOG -> 17;
      case NEG -> 18;
      case RECIPROCAL -> 19;
      case ROUND -> 20;
      case RSQRT -> 21;
      case SIGN -> 22;
      case SIN -> 23;
      case SOFTPLUS -> 24;
      case SOFTSIGN -> 25;
      case SQRT -> 26;
      case SQUARE -> 27;
      case NOT -> throw new UnsupportedNode("Not cannot follow a sum");
    };
  }
}
