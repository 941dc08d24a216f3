package io.scopegraph.cpu.vector;

import io.scopegraph.cpu.kernel.ErrorFunction;
import io.scopegraph.cpu.kernel.Exponential;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// [ErrorFunction] in vectors, operation for operation.
final class VectorErrorFunction {
  private static final VectorSpecies<Float> S = Lanes.SPECIES;
  private static final int ROUNDER_BITS = Float.floatToRawIntBits(Exponential.ROUNDER);

  private VectorErrorFunction() {}

  /// Replaces each of `n` values by its exponential.
  static void exp(float[] values, int at, int n) {
    int i = 0;
    for (; i <= n - S.length(); i += S.length()) {
      exp(FloatVector.fromArray(S, values, at + i)).intoArray(values, at + i);
    }
    for (; i < n; i++) {
      values[at + i] = ErrorFunction.exp(values[at + i]);
    }
  }

  /// Replaces each of `n` values by its error function.
  static void erf(float[] values, int at, int n) {
    int i = 0;
    for (; i <= n - S.length(); i += S.length()) {
      erf(FloatVector.fromArray(S, values, at + i)).intoArray(values, at + i);
    }
    for (; i < n; i++) {
      values[at + i] = ErrorFunction.erf(values[at + i]);
    }
  }

  private static FloatVector exp(FloatVector x) {
    FloatVector y = VectorExponential.bound(x, ErrorFunction.ZERO, ErrorFunction.INFINITE);
    FloatVector t = y.fma(same(Exponential.LOG2_E), same(Exponential.ROUNDER));
    FloatVector n = t.sub(Exponential.ROUNDER);
    FloatVector r = n.fma(same(-Exponential.LN2_LOW), n.fma(same(-Exponential.LN2_HIGH), y));
    FloatVector p = r.fma(same(Exponential.E7), same(Exponential.E6));
    p = p.fma(r, same(Exponential.E5));
    p = p.fma(r, same(Exponential.E4));
    p = p.fma(r, same(Exponential.E3));
    p = p.fma(r, same(Exponential.E2));
    p = p.fma(r, same(1f));
    p = p.fma(r, same(1f));
    IntVector power = t.reinterpretAsInts().sub(ROUNDER_BITS);
    IntVector half = power.lanewise(VectorOperators.ASHR, 1);
    return p.mul(power(half)).mul(power(power.sub(half)));
  }

  private static FloatVector erf(FloatVector x) {
    FloatVector magnitude = x.abs();
    FloatVector square = x.mul(x);
    FloatVector p = same(ErrorFunction.small(0));
    for (int i = 1; i < ErrorFunction.smallCount(); i++) {
      p = p.fma(square, same(ErrorFunction.small(i)));
    }
    FloatVector small = p.mul(x);
    FloatVector t =
        magnitude
            .blend(
                same(ErrorFunction.ONE), magnitude.compare(VectorOperators.GE, ErrorFunction.ONE))
            .sub(ErrorFunction.MIDDLE);
    FloatVector q = same(ErrorFunction.large(0));
    for (int i = 1; i < ErrorFunction.largeCount(); i++) {
      q = q.fma(t, same(ErrorFunction.large(i)));
    }
    FloatVector large =
        same(1f)
            .sub(exp(q.neg()))
            .blend(same(1f), magnitude.compare(VectorOperators.GE, ErrorFunction.ONE));
    large = large.blend(large.neg(), x.lt(0f));
    return large.blend(small, magnitude.lt(1f));
  }

  private static FloatVector power(IntVector exponent) {
    return exponent
        .lanewise(VectorOperators.LSHL, Exponential.MANTISSA)
        .add(Exponential.ONE_BITS)
        .reinterpretAsFloats();
  }

  private static FloatVector same(float value) {
    return FloatVector.broadcast(S, value);
  }
}
