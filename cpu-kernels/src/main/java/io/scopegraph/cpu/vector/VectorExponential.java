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

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// [Exponential] in vectors, operation for operation.
final class VectorExponential {
  private static final VectorSpecies<Float> S = Lanes.SPECIES;

  private VectorExponential() {}

  /// `x` with `low` and `high` as bounds; NaN stays.
  static FloatVector bound(FloatVector x, float low, float high) {
    FloatVector lows = FloatVector.broadcast(S, low);
    FloatVector highs = FloatVector.broadcast(S, high);
    FloatVector y = x.blend(lows, x.lt(lows));
    return y.blend(highs, y.compare(VectorOperators.GT, highs));
  }

  /// See [Exponential#exp].
  static FloatVector exp(FloatVector x) {
    FloatVector y = bound(x, LOWEST, HIGHEST);
    FloatVector t = y.fma(same(LOG2_E), same(ROUNDER));
    FloatVector n = t.sub(ROUNDER);
    FloatVector r = n.fma(same(-LN2_LOW), n.fma(same(-LN2_HIGH), y));
    FloatVector p = r.fma(same(E7), same(E6));
    p = p.fma(r, same(E5));
    p = p.fma(r, same(E4));
    p = p.fma(r, same(E3));
    p = p.fma(r, same(E2));
    p = p.fma(r, same(1f));
    p = p.fma(r, same(1f));
    return p.mul(
        t.reinterpretAsInts()
            .lanewise(VectorOperators.LSHL, MANTISSA)
            .add(ONE_BITS)
            .reinterpretAsFloats());
  }

  /// See [Exponential#logistic].
  static FloatVector logistic(FloatVector x) {
    return same(1f).div(exp(x.neg()).add(1f));
  }

  /// See [Exponential#tanh].
  static FloatVector tanh(FloatVector x) {
    FloatVector magnitude = x.abs();
    FloatVector square = x.mul(x);
    FloatVector p = square.fma(same(T9), same(T7));
    p = p.fma(square, same(T5));
    p = p.fma(square, same(T3));
    FloatVector small = p.mul(square).fma(magnitude, magnitude);
    FloatVector large = same(1f).sub(same(2f).div(exp(magnitude.add(magnitude)).add(1f)));
    FloatVector result = large.blend(small, magnitude.lt(TANH_SMALL));
    return result.blend(result.neg(), x.lt(0f));
  }

  private static FloatVector same(float value) {
    return FloatVector.broadcast(S, value);
  }
}
