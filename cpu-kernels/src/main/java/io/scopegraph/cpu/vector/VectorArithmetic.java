package io.scopegraph.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// The arithmetic of two rows. One loop a function: a loop that chose the function would not keep
/// its vectors in registers. And no methods of our own that take or give vectors: where the JIT
/// compiler happens not to inline one, every vector becomes an object.
final class VectorArithmetic {
  private static final VectorSpecies<Float> S = Lanes.SPECIES;
  private static final int LANES = Lanes.COUNT;

  private VectorArithmetic() {}

  static void add(float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector.fromArray(S, x, xAt + i)
          .add(FloatVector.fromArray(S, y, yAt + i))
          .intoArray(out, outAt + i);
    }
    if (i < n) {
      VectorMask<Float> rest = S.indexInRange(i, n);
      FloatVector.fromArray(S, x, xAt + i, rest)
          .add(FloatVector.fromArray(S, y, yAt + i, rest))
          .intoArray(out, outAt + i, rest);
    }
  }

  static void divide(float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector.fromArray(S, x, xAt + i)
          .div(FloatVector.fromArray(S, y, yAt + i))
          .intoArray(out, outAt + i);
    }
    if (i < n) {
      VectorMask<Float> rest = S.indexInRange(i, n);
      FloatVector.fromArray(S, x, xAt + i, rest)
          .div(FloatVector.fromArray(S, y, yAt + i, rest))
          .intoArray(out, outAt + i, rest);
    }
  }

  static void maximum(float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector.fromArray(S, x, xAt + i)
          .max(FloatVector.fromArray(S, y, yAt + i))
          .intoArray(out, outAt + i);
    }
    if (i < n) {
      VectorMask<Float> rest = S.indexInRange(i, n);
      FloatVector.fromArray(S, x, xAt + i, rest)
          .max(FloatVector.fromArray(S, y, yAt + i, rest))
          .intoArray(out, outAt + i, rest);
    }
  }

  static void minimum(float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector.fromArray(S, x, xAt + i)
          .min(FloatVector.fromArray(S, y, yAt + i))
          .intoArray(out, outAt + i);
    }
    if (i < n) {
      VectorMask<Float> rest = S.indexInRange(i, n);
      FloatVector.fromArray(S, x, xAt + i, rest)
          .min(FloatVector.fromArray(S, y, yAt + i, rest))
          .intoArray(out, outAt + i, rest);
    }
  }

  static void multiply(float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector.fromArray(S, x, xAt + i)
          .mul(FloatVector.fromArray(S, y, yAt + i))
          .intoArray(out, outAt + i);
    }
    if (i < n) {
      VectorMask<Float> rest = S.indexInRange(i, n);
      FloatVector.fromArray(S, x, xAt + i, rest)
          .mul(FloatVector.fromArray(S, y, yAt + i, rest))
          .intoArray(out, outAt + i, rest);
    }
  }

  static void subtract(float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector.fromArray(S, x, xAt + i)
          .sub(FloatVector.fromArray(S, y, yAt + i))
          .intoArray(out, outAt + i);
    }
    if (i < n) {
      VectorMask<Float> rest = S.indexInRange(i, n);
      FloatVector.fromArray(S, x, xAt + i, rest)
          .sub(FloatVector.fromArray(S, y, yAt + i, rest))
          .intoArray(out, outAt + i, rest);
    }
  }

  static void squaredDifference(
      float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector difference =
          FloatVector.fromArray(S, x, xAt + i).sub(FloatVector.fromArray(S, y, yAt + i));
      difference.mul(difference).intoArray(out, outAt + i);
    }
    if (i < n) {
      VectorMask<Float> rest = S.indexInRange(i, n);
      FloatVector difference =
          FloatVector.fromArray(S, x, xAt + i, rest)
              .sub(FloatVector.fromArray(S, y, yAt + i, rest));
      difference.mul(difference).intoArray(out, outAt + i, rest);
    }
  }

  static void prelu(float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector left = FloatVector.fromArray(S, x, xAt + i);
      left.blend(left.mul(FloatVector.fromArray(S, y, yAt + i)), left.lt(0f))
          .intoArray(out, outAt + i);
    }
    if (i < n) {
      VectorMask<Float> rest = S.indexInRange(i, n);
      FloatVector left = FloatVector.fromArray(S, x, xAt + i, rest);
      left.blend(left.mul(FloatVector.fromArray(S, y, yAt + i, rest)), left.lt(0f))
          .intoArray(out, outAt + i, rest);
    }
  }
}
