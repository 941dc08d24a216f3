package io.scopegraph.cpu.vector;

import static io.scopegraph.cpu.kernel.Exponential.E2;
import static io.scopegraph.cpu.kernel.Exponential.E3;
import static io.scopegraph.cpu.kernel.Exponential.E4;
import static io.scopegraph.cpu.kernel.Exponential.E5;
import static io.scopegraph.cpu.kernel.Exponential.E6;
import static io.scopegraph.cpu.kernel.Exponential.E7;
import static io.scopegraph.cpu.kernel.Exponential.HIGHEST;
import static io.scopegraph.cpu.kernel.Exponential.LN2_HIGH;
import static io.scopegraph.cpu.kernel.Exponential.LN2_LOW;
import static io.scopegraph.cpu.kernel.Exponential.LOG2_E;
import static io.scopegraph.cpu.kernel.Exponential.LOWEST;
import static io.scopegraph.cpu.kernel.Exponential.MANTISSA;
import static io.scopegraph.cpu.kernel.Exponential.ONE_BITS;
import static io.scopegraph.cpu.kernel.Exponential.ROUNDER;
import static io.scopegraph.cpu.kernel.Exponential.T3;
import static io.scopegraph.cpu.kernel.Exponential.T5;
import static io.scopegraph.cpu.kernel.Exponential.T7;
import static io.scopegraph.cpu.kernel.Exponential.T9;
import static io.scopegraph.cpu.kernel.Exponential.TANH_SMALL;

import io.scopegraph.cpu.kernel.Exponential;
import io.scopegraph.cpu.kernel.Stock;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// [Exponential] in vectors, operation for operation, as loops over arrays.
///
/// Vectors stay in registers only where the compiler inlines what they pass through. It always does
/// so with the Vector API's own methods, and with ours when it likes: so a function of an
/// exponential is a loop before it, the loop of the exponential, and a loop behind it, over a block
/// of scratch memory that stays in the first-level cache.
final class VectorExponential {
  private static final VectorSpecies<Float> S = Lanes.SPECIES;
  private static final int BLOCK = 512;
  private static final Stock<float[]> STOCK = new Stock<>(() -> new float[BLOCK]);

  private VectorExponential() {}

  /// Replaces values by their exponentials, `n` of them and what is needed to fill the last vector.
  ///
  /// @param values holds that many, from index 0 on
  private static void exp(float[] values, int n) {
    FloatVector lowest = FloatVector.broadcast(S, LOWEST);
    FloatVector highest = FloatVector.broadcast(S, HIGHEST);
    for (int i = 0; i < n; i += S.length()) {
      FloatVector x = FloatVector.fromArray(S, values, i);
      FloatVector y = x.blend(lowest, x.lt(lowest));
      y = y.blend(highest, y.compare(VectorOperators.GT, highest));
      FloatVector t = y.fma(FloatVector.broadcast(S, LOG2_E), FloatVector.broadcast(S, ROUNDER));
      FloatVector k = t.sub(ROUNDER);
      FloatVector r =
          k.fma(FloatVector.broadcast(S, -LN2_LOW), k.fma(FloatVector.broadcast(S, -LN2_HIGH), y));
      FloatVector p = r.fma(FloatVector.broadcast(S, E7), FloatVector.broadcast(S, E6));
      p = p.fma(r, FloatVector.broadcast(S, E5));
      p = p.fma(r, FloatVector.broadcast(S, E4));
      p = p.fma(r, FloatVector.broadcast(S, E3));
      p = p.fma(r, FloatVector.broadcast(S, E2));
      p = p.fma(r, FloatVector.broadcast(S, 1f));
      p = p.fma(r, FloatVector.broadcast(S, 1f));
      p.mul(
              t.reinterpretAsInts()
                  .lanewise(VectorOperators.LSHL, MANTISSA)
                  .add(ONE_BITS)
                  .reinterpretAsFloats())
          .intoArray(values, i);
    }
  }

  /// Replaces each of `n` values `x` by `1 / (1 + exp(-x))`.
  static void logistic(float[] values, int at, int n) {
    float[] work = STOCK.take();
    for (int done = 0; done < n; done += BLOCK) {
      int block = Math.min(BLOCK, n - done);
      negate(values, at + done, work, block);
      exp(work, block);
      reciprocal(work, values, at + done, block);
    }
    STOCK.give(work);
  }

  /// Replaces each of `n` values `x` by `x / (1 + exp(-x))`.
  static void swish(float[] values, int at, int n) {
    float[] work = STOCK.take();
    for (int done = 0; done < n; done += BLOCK) {
      int block = Math.min(BLOCK, n - done);
      negate(values, at + done, work, block);
      exp(work, block);
      gate(work, values, at + done, block);
    }
    STOCK.give(work);
  }

  /// Replaces each of `n` values `x` below zero by `alpha * (exp(x) - 1)`.
  static void elu(float[] values, int at, int n, float alpha) {
    float[] work = STOCK.take();
    for (int done = 0; done < n; done += BLOCK) {
      int block = Math.min(BLOCK, n - done);
      System.arraycopy(values, at + done, work, 0, block);
      exp(work, block);
      bend(work, alpha, values, at + done, block);
    }
    STOCK.give(work);
  }

  /// Replaces each of `n` values by its hyperbolic tangent.
  static void tanh(float[] values, int at, int n) {
    float[] work = STOCK.take();
    for (int done = 0; done < n; done += BLOCK) {
      int block = Math.min(BLOCK, n - done);
      twiceTheMagnitude(values, at + done, work, block);
      exp(work, block);
      tangent(work, values, at + done, block);
    }
    STOCK.give(work);
  }

  private static void negate(float[] from, int at, float[] to, int n) {
    int whole = S.loopBound(n);
    for (int i = 0; i < whole; i += S.length()) {
      FloatVector.fromArray(S, from, at + i).neg().intoArray(to, i);
    }
    for (int i = whole; i < n; i++) {
      to[i] = -from[at + i];
    }
  }

  private static void twiceTheMagnitude(float[] from, int at, float[] to, int n) {
    int whole = S.loopBound(n);
    for (int i = 0; i < whole; i += S.length()) {
      FloatVector magnitude = FloatVector.fromArray(S, from, at + i).abs();
      magnitude.add(magnitude).intoArray(to, i);
    }
    for (int i = whole; i < n; i++) {
      float magnitude = Math.abs(from[at + i]);
      to[i] = magnitude + magnitude;
    }
  }

  private static void reciprocal(float[] powers, float[] to, int at, int n) {
    FloatVector one = FloatVector.broadcast(S, 1f);
    int whole = S.loopBound(n);
    for (int i = 0; i < whole; i += S.length()) {
      one.div(FloatVector.fromArray(S, powers, i).add(1f)).intoArray(to, at + i);
    }
    for (int i = whole; i < n; i++) {
      to[at + i] = 1f / (powers[i] + 1f);
    }
  }

  private static void gate(float[] powers, float[] values, int at, int n) {
    FloatVector one = FloatVector.broadcast(S, 1f);
    int whole = S.loopBound(n);
    for (int i = 0; i < whole; i += S.length()) {
      FloatVector.fromArray(S, values, at + i)
          .mul(one.div(FloatVector.fromArray(S, powers, i).add(1f)))
          .intoArray(values, at + i);
    }
    for (int i = whole; i < n; i++) {
      values[at + i] *= 1f / (powers[i] + 1f);
    }
  }

  private static void bend(float[] powers, float alpha, float[] values, int at, int n) {
    int whole = S.loopBound(n);
    for (int i = 0; i < whole; i += S.length()) {
      FloatVector x = FloatVector.fromArray(S, values, at + i);
      FloatVector low = FloatVector.fromArray(S, powers, i).sub(1f).mul(alpha);
      x.blend(low, x.lt(0f)).intoArray(values, at + i);
    }
    for (int i = whole; i < n; i++) {
      float x = values[at + i];
      values[at + i] = x < 0f ? (powers[i] - 1f) * alpha : x;
    }
  }

  private static void tangent(float[] powers, float[] values, int at, int n) {
    FloatVector one = FloatVector.broadcast(S, 1f);
    FloatVector two = FloatVector.broadcast(S, 2f);
    int whole = S.loopBound(n);
    for (int i = 0; i < whole; i += S.length()) {
      FloatVector x = FloatVector.fromArray(S, values, at + i);
      FloatVector magnitude = x.abs();
      FloatVector square = x.mul(x);
      FloatVector p = square.fma(FloatVector.broadcast(S, T9), FloatVector.broadcast(S, T7));
      p = p.fma(square, FloatVector.broadcast(S, T5));
      p = p.fma(square, FloatVector.broadcast(S, T3));
      FloatVector small = p.mul(square).fma(magnitude, magnitude);
      FloatVector large = one.sub(two.div(FloatVector.fromArray(S, powers, i).add(1f)));
      FloatVector result = large.blend(small, magnitude.lt(TANH_SMALL));
      result.blend(result.neg(), x.lt(0f)).intoArray(values, at + i);
    }
    for (int i = whole; i < n; i++) {
      values[at + i] = Exponential.tanh(values[at + i]);
    }
  }
}
