package io.scopegraph.cpu.scalar;

import io.scopegraph.cpu.kernel.Activation;
import io.scopegraph.cpu.kernel.Exponential;

/// The activations over stored results.
final class ScalarActivations {
  private ScalarActivations() {}

  /// Applies the activation of a convolution or product to `length` of its results: as a clamp of
  /// bits where it is one, which makes 0 of -0.
  static void applyToSums(float[] values, int at, int length, Activation activation) {
    if (!activation.isBitClamp()) {
      apply(values, at, length, activation);
    } else if (activation.kind() != Activation.Kind.NONE) {
      activation.clampBits(values, at, length);
    }
  }

  /// Applies `activation` to `length` floats.
  static void apply(float[] values, int at, int length, Activation activation) {
    float a = activation.a();
    float b = activation.b();
    int end = at + length;
    switch (activation.kind()) {
      case NONE -> {}
      case RELU -> clip(values, at, end, 0f, Float.POSITIVE_INFINITY);
      case CLIP -> clip(values, at, end, a, b);
      case LEAKY_RELU -> {
        for (int i = at; i < end; i++) {
          values[i] = values[i] < 0f ? values[i] * a : values[i];
        }
      }
      case SIGMOID -> {
        for (int i = at; i < end; i++) {
          values[i] = Exponential.logistic(values[i]);
        }
      }
      case HARD_SIGMOID -> {
        for (int i = at; i < end; i++) {
          values[i] = bound(values[i] * a + b, 0f, 1f);
        }
      }
      case HARD_SWISH -> {
        for (int i = at; i < end; i++) {
          values[i] = values[i] * bound(values[i] / 6f + 0.5f, 0f, 1f);
        }
      }
      case SWISH -> {
        for (int i = at; i < end; i++) {
          values[i] = values[i] * Exponential.logistic(values[i]);
        }
      }
      case TANH -> {
        for (int i = at; i < end; i++) {
          values[i] = Exponential.tanh(values[i]);
        }
      }
      case ELU -> {
        for (int i = at; i < end; i++) {
          values[i] = values[i] < 0f ? (Exponential.exp(values[i]) - 1f) * a : values[i];
        }
      }
    }
  }

  private static void clip(float[] values, int at, int end, float low, float high) {
    for (int i = at; i < end; i++) {
      values[i] = bound(values[i], low, high);
    }
  }

  private static float bound(float x, float low, float high) {
    float raised = x < low ? low : x;
    return raised > high ? high : raised;
  }
}
