package io.scopegraph.cpu.vector;

import io.scopegraph.cpu.kernel.Activation;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
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
      case SIGMOID -> VectorExponential.logistic(values, at, length);
      case HARD_SIGMOID -> hardSigmoid(values, at, length, a, b);
      case HARD_SWISH -> hardSwish(values, at, length);
      case SWISH -> VectorExponential.swish(values, at, length);
      case TANH -> VectorExponential.tanh(values, at, length);
      case ELU -> VectorExponential.elu(values, at, length, a);
    }
  }

  private static void clip(float[] values, int at, int length, float low, float high) {
    FloatVector lows = FloatVector.broadcast(S, low);
    FloatVector highs = FloatVector.broadcast(S, high);
    int i = 0;
    for (; i <= length - S.length(); i += S.length()) {
      FloatVector x = FloatVector.fromArray(S, values, at + i);
      FloatVector y = x.blend(lows, x.lt(lows));
      y.blend(highs, y.compare(VectorOperators.GT, highs)).intoArray(values, at + i);
    }
    if (i < length) {
      VectorMask<Float> rest = S.indexInRange(i, length);
      FloatVector x = FloatVector.fromArray(S, values, at + i, rest);
      FloatVector y = x.blend(lows, x.lt(lows));
      y.blend(highs, y.compare(VectorOperators.GT, highs)).intoArray(values, at + i, rest);
    }
  }

  private static void leakyRelu(float[] values, int at, int length, float alpha) {
    int i = 0;
    for (; i <= length - S.length(); i += S.length()) {
      FloatVector x = FloatVector.fromArray(S, values, at + i);
      x.blend(x.mul(alpha), x.lt(0f)).intoArray(values, at + i);
    }
    if (i < length) {
      VectorMask<Float> rest = S.indexInRange(i, length);
      FloatVector x = FloatVector.fromArray(S, values, at + i, rest);
      x.blend(x.mul(alpha), x.lt(0f)).intoArray(values, at + i, rest);
    }
  }

  private static void hardSigmoid(float[] values, int at, int length, float alpha, float beta) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector one = FloatVector.broadcast(S, 1f);
    int i = 0;
    for (; i <= length - S.length(); i += S.length()) {
      FloatVector x = FloatVector.fromArray(S, values, at + i).mul(alpha).add(beta);
      FloatVector y = x.blend(zero, x.lt(zero));
      y.blend(one, y.compare(VectorOperators.GT, one)).intoArray(values, at + i);
    }
    if (i < length) {
      VectorMask<Float> rest = S.indexInRange(i, length);
      FloatVector x = FloatVector.fromArray(S, values, at + i, rest).mul(alpha).add(beta);
      FloatVector y = x.blend(zero, x.lt(zero));
      y.blend(one, y.compare(VectorOperators.GT, one)).intoArray(values, at + i, rest);
    }
  }

  private static void hardSwish(float[] values, int at, int length) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector one = FloatVector.broadcast(S, 1f);
    int i = 0;
    for (; i <= length - S.length(); i += S.length()) {
      FloatVector x = FloatVector.fromArray(S, values, at + i);
      FloatVector gate = x.div(6f).add(0.5f);
      gate = gate.blend(zero, gate.lt(zero));
      gate = gate.blend(one, gate.compare(VectorOperators.GT, one));
      x.mul(gate).intoArray(values, at + i);
    }
    if (i < length) {
      VectorMask<Float> rest = S.indexInRange(i, length);
      FloatVector x = FloatVector.fromArray(S, values, at + i, rest);
      FloatVector gate = x.div(6f).add(0.5f);
      gate = gate.blend(zero, gate.lt(zero));
      gate = gate.blend(one, gate.compare(VectorOperators.GT, one));
      x.mul(gate).intoArray(values, at + i, rest);
    }
  }
}
