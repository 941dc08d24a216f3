package io.scopegraph.cpu.vector;

import io.scopegraph.cpu.kernel.Activation;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The activations as a pass over stored results.
final class VectorActivations {
  private static final VectorSpecies<Float> S = Lanes.SPECIES;

  private VectorActivations() {}

  /// Applies `activation` to `channels` floats of each of `pixels` pixels.
  static void pixels(
      float[] out, int outAt, int outStep, int pixels, int channels, Activation activation) {
    if (channels == outStep) {
      apply(out, outAt, pixels * channels, activation);
      return;
    }
    for (int pixel = 0; pixel < pixels; pixel++) {
      apply(out, outAt + pixel * outStep, channels, activation);
    }
  }

  /// Applies `activation` to `length` floats.
  static void apply(float[] values, int at, int length, Activation activation) {
    float a = activation.a();
    float b = activation.b();
    switch (activation.kind()) {
      case NONE -> {}
      case RELU -> clip(values, at, length, 0f, Float.POSITIVE_INFINITY);
      case CLIP -> clip(values, at, length, a, b);
      case LEAKY_RELU -> leakyRelu(values, at, length, a);
      case SIGMOID -> sigmoid(values, at, length);
      case HARD_SIGMOID -> hardSigmoid(values, at, length, a, b);
      case HARD_SWISH -> hardSwish(values, at, length);
      case SWISH -> swish(values, at, length);
      case TANH -> tanh(values, at, length);
      case ELU -> elu(values, at, length, a);
    }
  }

  private static FloatVector load(float[] values, int at, int left) {
    return left >= S.length()
        ? FloatVector.fromArray(S, values, at)
        : FloatVector.fromArray(S, values, at, Lanes.first(left));
  }

  private static void store(FloatVector x, float[] values, int at, int left) {
    if (left >= S.length()) {
      x.intoArray(values, at);
    } else {
      x.intoArray(values, at, Lanes.first(left));
    }
  }

  private static void clip(float[] values, int at, int length, float low, float high) {
    for (int i = 0; i < length; i += S.length()) {
      store(
          VectorExponential.bound(load(values, at + i, length - i), low, high),
          values,
          at + i,
          length - i);
    }
  }

  private static void leakyRelu(float[] values, int at, int length, float alpha) {
    for (int i = 0; i < length; i += S.length()) {
      FloatVector x = load(values, at + i, length - i);
      store(x.blend(x.mul(alpha), x.lt(0f)), values, at + i, length - i);
    }
  }

  private static void sigmoid(float[] values, int at, int length) {
    for (int i = 0; i < length; i += S.length()) {
      store(
          VectorExponential.logistic(load(values, at + i, length - i)), values, at + i, length - i);
    }
  }

  private static void hardSigmoid(float[] values, int at, int length, float alpha, float beta) {
    for (int i = 0; i < length; i += S.length()) {
      FloatVector x = load(values, at + i, length - i);
      store(VectorExponential.bound(x.mul(alpha).add(beta), 0f, 1f), values, at + i, length - i);
    }
  }

  private static void hardSwish(float[] values, int at, int length) {
    for (int i = 0; i < length; i += S.length()) {
      FloatVector x = load(values, at + i, length - i);
      FloatVector gate = VectorExponential.bound(x.div(6f).add(0.5f), 0f, 1f);
      store(x.mul(gate), values, at + i, length - i);
    }
  }

  private static void swish(float[] values, int at, int length) {
    for (int i = 0; i < length; i += S.length()) {
      FloatVector x = load(values, at + i, length - i);
      store(x.mul(VectorExponential.logistic(x)), values, at + i, length - i);
    }
  }

  private static void elu(float[] values, int at, int length, float alpha) {
    for (int i = 0; i < length; i += S.length()) {
      FloatVector x = load(values, at + i, length - i);
      FloatVector low = VectorExponential.exp(x).sub(1f).mul(alpha);
      store(x.blend(low, x.lt(0f)), values, at + i, length - i);
    }
  }

  private static void tanh(float[] values, int at, int length) {
    for (int i = 0; i < length; i += S.length()) {
      FloatVector x = load(values, at + i, length - i);
      store(VectorExponential.tanh(x), values, at + i, length - i);
    }
  }
}
