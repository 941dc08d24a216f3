package io.scopegraph.cpu.vector;

import io.scopegraph.cpu.kernel.ErrorFunction;
import io.scopegraph.cpu.kernel.Exponential;
import io.scopegraph.cpu.kernel.Stock;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// [ErrorFunction] in vectors, operation for operation, as loops over blocks of scratch memory for
/// the reason given in [VectorExponential].
final class VectorErrorFunction {
  private static final VectorSpecies<Float> S = Lanes.SPECIES;
  private static final int ROUNDER_BITS = Float.floatToRawIntBits(Exponential.ROUNDER);
  private static final int BLOCK = 512;
  private static final Stock<float[]> STOCK = new Stock<>(() -> new float[2 * BLOCK]);

  private VectorErrorFunction() {}

  /// Replaces each of `n` values by its exponential.
  static void exp(float[] values, int at, int n) {
    float[] work = STOCK.take();
    for (int done = 0; done < n; done += BLOCK) {
      int block = Math.min(BLOCK, n - done);
      System.arraycopy(values, at + done, work, 0, block);
      powers(work, block);
      System.arraycopy(work, 0, values, at + done, block);
    }
    STOCK.give(work);
  }

  /// Replaces each of `n` values by its error function.
  static void erf(float[] values, int at, int n) {
    float[] work = STOCK.take();
    for (int done = 0; done < n; done += BLOCK) {
      int block = Math.min(BLOCK, n - done);
      System.arraycopy(values, at + done, work, BLOCK, block);
      exponents(work, block);
      powers(work, block);
      results(work, block);
      System.arraycopy(work, 0, values, at + done, block);
    }
    STOCK.give(work);
  }

  /// Replaces the first values by their exponentials, `n` of them and what is needed to fill the
  /// last vector.
  private static void powers(float[] work, int n) {
    for (int i = 0; i < n; i += S.length()) {
      FloatVector x = FloatVector.fromArray(S, work, i);
      FloatVector zero = FloatVector.broadcast(S, ErrorFunction.ZERO);
      FloatVector infinite = FloatVector.broadcast(S, ErrorFunction.INFINITE);
      FloatVector y = x.blend(zero, x.lt(zero));
      y = y.blend(infinite, y.compare(VectorOperators.GT, infinite));
      FloatVector t =
          y.fma(
              FloatVector.broadcast(S, Exponential.LOG2_E),
              FloatVector.broadcast(S, Exponential.ROUNDER));
      FloatVector k = t.sub(Exponential.ROUNDER);
      FloatVector r =
          k.fma(
              FloatVector.broadcast(S, -Exponential.LN2_LOW),
              k.fma(FloatVector.broadcast(S, -Exponential.LN2_HIGH), y));
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
      p.mul(half.reinterpretAsFloats()).mul(other.reinterpretAsFloats()).intoArray(work, i);
    }
  }

  /// For the values in the second half, the exponents of the complement of the error function, in
  /// the first half.
  private static void exponents(float[] work, int n) {
    FloatVector one = FloatVector.broadcast(S, ErrorFunction.ONE);
    for (int i = 0; i < n; i += S.length()) {
      FloatVector magnitude = FloatVector.fromArray(S, work, BLOCK + i).abs();
      VectorMask<Float> beyond = magnitude.compare(VectorOperators.GE, ErrorFunction.ONE);
      FloatVector t = magnitude.blend(one, beyond).sub(ErrorFunction.MIDDLE);
      FloatVector q = FloatVector.broadcast(S, ErrorFunction.large(0));
      for (int term = 1; term < ErrorFunction.largeCount(); term++) {
        q = q.fma(t, FloatVector.broadcast(S, ErrorFunction.large(term)));
      }
      q.neg().intoArray(work, i);
    }
  }

  /// From the values in the second half and the exponentials in the first, the error function.
  private static void results(float[] work, int n) {
    FloatVector one = FloatVector.broadcast(S, 1f);
    for (int i = 0; i < n; i += S.length()) {
      FloatVector x = FloatVector.fromArray(S, work, BLOCK + i);
      FloatVector magnitude = x.abs();
      VectorMask<Float> beyond = magnitude.compare(VectorOperators.GE, ErrorFunction.ONE);
      FloatVector large = one.sub(FloatVector.fromArray(S, work, i)).blend(one, beyond);
      large = large.blend(large.neg(), x.lt(0f));
      FloatVector square = x.mul(x);
      FloatVector p = FloatVector.broadcast(S, ErrorFunction.small(0));
      for (int term = 1; term < ErrorFunction.smallCount(); term++) {
        p = p.fma(square, FloatVector.broadcast(S, ErrorFunction.small(term)));
      }
      large.blend(p.mul(x), magnitude.lt(1f)).intoArray(work, i);
    }
  }
}
