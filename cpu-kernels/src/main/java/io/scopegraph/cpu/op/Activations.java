package io.scopegraph.cpu.op;

import io.scopegraph.cpu.kernel.Activation;
import io.scopegraph.op.Unary;
import org.jspecify.annotations.Nullable;

/// Element-wise functions as activations that convolutions and products apply themselves.
final class Activations {
  private Activations() {}

  /// The activation, or null if the function is none.
  static @Nullable Activation of(Unary unary) {
    float a = (float) unary.a();
    float b = (float) unary.b();
    return switch (unary.function()) {
      case CLIP -> Activation.clip(a, b);
      case ELU -> Activation.elu(a);
      case HARD_SIGMOID -> Activation.hardSigmoid(a, b);
      case HARD_SWISH -> Activation.HARD_SWISH;
      case IDENTITY -> Activation.NONE;
      case LEAKY_RELU -> Activation.leakyRelu(a);
      case RELU -> Activation.RELU;
      case RELU6 -> Activation.clip(0, 6);
      case SIGMOID -> Activation.SIGMOID;
      case SWISH -> Activation.SWISH;
      case TANH -> Activation.TANH;
      case ABS,
          CEIL,
          COS,
          ERF,
          EXP,
          FLOOR,
          LOG,
          NEG,
          NOT,
          RECIPROCAL,
          ROUND,
          RSQRT,
          SIGN,
          SIN,
          SOFTPLUS,
          SOFTSIGN,
          SQRT,
          SQUARE ->
          null;
    };
  }
}
