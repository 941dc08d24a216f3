package io.scopegraph.cpu.vector;

import io.scopegraph.cpu.kernel.ErrorFunction;
import io.scopegraph.cpu.kernel.Exponential;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// [ErrorFunction] in vectors, operation for operation.
final class VectorErrorFunction {
  private static final VectorSpecies<Float> S = Lanes.SPECIES;
  private static final int ROUNDER_BITS = Float.floatToRawIntBits(Exponential.ROUNDER);

  private VectorErrorFunction() {}

  /// Replaces each of `n` values by its exponential.
  static void exp(float[] values, int at, int n) {
    for (int i = 0; i < n; i += S.length()) {
      boolean whole = i <= n - S.length();
      FloatVector x =
          whole
              ? FloatVector.fromArray(S, values, at + i)
              : FloatVector.fromArray(S, values, at + i, S.indexInRange(i, n));
      FloatVector y = exp(x);
      if (whole) {
        y.intoArray(values, at + i);
      } else {
        y.intoArray(values, at + i, S.indexInRange(i, n));
      }
    }
  }

  /// Replaces each of `n` values by its error function.
  static void erf(float[] values, int at, int n) {
    for (int i = 0; i < n; i += S.length()) {
      boolean whole = i <= n - S.length();
      FloatVector x =
          whole
              ? FloatVector.fromArray(S, values, at + i)
              : FloatVector.fromArray(S, values, at + i, S.indexInRange(i, n));
      FloatVector y = erf(x);
      if (whole) {
        y.intoArray(values, at + i);
      } else {
        y.intoArray(values, at + i, S.indexInRange(i, n));
      }
    }
  }

  private static FloatVector exp(FloatVector x) {
    FloatVector zero = FloatVector.broadcast(S, ErrorFunction.ZERO);
    FloatVector infinite = FloatVector.broadcast(S, ErrorFunction.INFINITE);
    FloatVector y = x.blend(zero, x.lt(zero));
    y = y.blend(infinite, y.compare(VectorOperators.GT, infinite));
    FloatVector t =
        y.fma(
            FloatVector.broadcast(S, Exponential.LOG2_E),
            FloatVector.broadcast(S, Exponential.ROUNDER));
    FloatVector n = t.sub(Exponential.ROUNDER);
    FloatVector r =
        n.fma(
            FloatVector.broadcast(S, -Exponential.LN2_LOW),
            n.fma(FloatVector.broadcast(S, -Exponential.LN2_HIGH), y));
    FloatVector p =
        r.fma(FloatVector.broadcast(S, Exponential.E7), FloatVector.broadcast(S, Exponential.E6));
    p = p.fma(r, FloatVector.broadcast(S, Exponential.E5));
    p = p.fma(r, FloatVector.broadcast(S, Exponential.E4));
    p = p.fma(r, FloatVector.broadcast(S, Exponential.E3));
    p = p.fma(r, FloatVector.broadcast(S, Exponential.E2));
    p = p.fma(r, FloatVector.broadcast(S, 1f));
    p = p.fma(r, FloatVector.broadcast(S, 1f));
    IntVector power = t.reinterpretAsInts().sub(ROUNDER_BITS);
    IntVector half = power.lanewise(VectorOperators.ASHR, 1);
    IntVector other = power.sub(half);
    half = half.lanewise(VectorOperators.LSHL, Exponential.MANTISSA).add(Exponential.ONE_BITS);
    other = other.lanewise(VectorOperators.LSHL, Exponential.MANTISSA).add(Exponential.ONE_BITS);
    return p.mul(half.reinterpretAsFloats()).mul(other.reinterpretAsFloats());
  }

  /// The exponential comes first, while the code is small enough for it to be inlined, see
  /// [VectorExponential].
  private static FloatVector erf(FloatVector x) {
    FloatVector magnitude = x.abs();
    VectorMask<Float> beyond = magnitude.compare(VectorOperators.GE, ErrorFunction.ONE);
    FloatVector t =
        magnitude
            .blend(FloatVector.broadcast(S, ErrorFunction.ONE), beyond)
            .sub(ErrorFunction.MIDDLE);
    FloatVector q = FloatVector.broadcast(S, ErrorFunction.large(0));
    for (int i = 1; i < ErrorFunction.largeCount(); i++) {
      q = q.fma(t, FloatVector.broadcast(S, ErrorFunction.large(i)));
    }
    FloatVector large =
        FloatVector.broadcast(S, 1f).sub(exp(q.neg())).blend(FloatVector.broadcast(S, 1f), beyond);
    large = large.blend(large.neg(), x.lt(0f));
    FloatVector square = x.mul(x);
    FloatVector p = FloatVector.broadcast(S, ErrorFunction.small(0));
    for (int i = 1; i < ErrorFunction.smallCount(); i++) {
      p = p.fma(square, FloatVector.broadcast(S, ErrorFunction.small(i)));
    }
    return large.blend(p.mul(x), magnitude.lt(1f));
  }
}
