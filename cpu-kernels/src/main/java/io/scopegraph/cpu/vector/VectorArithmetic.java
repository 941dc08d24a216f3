package io.scopegraph.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// The arithmetic of two rows. One loop a function: a loop that chose the function would not keep
/// its vectors in registers.
final class VectorArithmetic {
  private static final VectorSpecies<Float> S = Lanes.SPECIES;
  private static final int LANES = Lanes.COUNT;

  private VectorArithmetic() {}

  static void add(float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      full(x, xAt + i).add(full(y, yAt + i)).intoArray(out, outAt + i);
    }
    if (i < n) {
      VectorMask<Float> rest = Lanes.first(n - i);
      part(x, xAt + i, rest).add(part(y, yAt + i, rest)).intoArray(out, outAt + i, rest);
    }
  }

  static void divide(float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      full(x, xAt + i).div(full(y, yAt + i)).intoArray(out, outAt + i);
    }
    if (i < n) {
      VectorMask<Float> rest = Lanes.first(n - i);
      part(x, xAt + i, rest).div(part(y, yAt + i, rest)).intoArray(out, outAt + i, rest);
    }
  }

  static void maximum(float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      full(x, xAt + i).max(full(y, yAt + i)).intoArray(out, outAt + i);
    }
    if (i < n) {
      VectorMask<Float> rest = Lanes.first(n - i);
      part(x, xAt + i, rest).max(part(y, yAt + i, rest)).intoArray(out, outAt + i, rest);
    }
  }

  static void minimum(float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      full(x, xAt + i).min(full(y, yAt + i)).intoArray(out, outAt + i);
    }
    if (i < n) {
      VectorMask<Float> rest = Lanes.first(n - i);
      part(x, xAt + i, rest).min(part(y, yAt + i, rest)).intoArray(out, outAt + i, rest);
    }
  }

  static void multiply(float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      full(x, xAt + i).mul(full(y, yAt + i)).intoArray(out, outAt + i);
    }
    if (i < n) {
      VectorMask<Float> rest = Lanes.first(n - i);
      part(x, xAt + i, rest).mul(part(y, yAt + i, rest)).intoArray(out, outAt + i, rest);
    }
  }

  static void subtract(float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      full(x, xAt + i).sub(full(y, yAt + i)).intoArray(out, outAt + i);
    }
    if (i < n) {
      VectorMask<Float> rest = Lanes.first(n - i);
      part(x, xAt + i, rest).sub(part(y, yAt + i, rest)).intoArray(out, outAt + i, rest);
    }
  }

  static void squaredDifference(
      float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector difference = full(x, xAt + i).sub(full(y, yAt + i));
      difference.mul(difference).intoArray(out, outAt + i);
    }
    if (i < n) {
      VectorMask<Float> rest = Lanes.first(n - i);
      FloatVector difference = part(x, xAt + i, rest).sub(part(y, yAt + i, rest));
      difference.mul(difference).intoArray(out, outAt + i, rest);
    }
  }

  static void prelu(float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector left = full(x, xAt + i);
      left.blend(left.mul(full(y, yAt + i)), left.lt(0f)).intoArray(out, outAt + i);
    }
    if (i < n) {
      VectorMask<Float> rest = Lanes.first(n - i);
      FloatVector left = part(x, xAt + i, rest);
      left.blend(left.mul(part(y, yAt + i, rest)), left.lt(0f)).intoArray(out, outAt + i, rest);
    }
  }

  private static FloatVector full(float[] values, int at) {
    return FloatVector.fromArray(S, values, at);
  }

  private static FloatVector part(float[] values, int at, VectorMask<Float> mask) {
    return FloatVector.fromArray(S, values, at, mask);
  }
}
