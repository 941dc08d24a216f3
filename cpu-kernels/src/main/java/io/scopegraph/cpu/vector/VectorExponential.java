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
///
/// Vectors stay in registers only where the JIT compiler inlines these methods. The Vector API's
/// own it inlines always, and these while the code around them is not yet large: so they are called
/// early in a loop, and call nothing else of ours but each other.
final class VectorExponential {
  private static final VectorSpecies<Float> S = Lanes.SPECIES;

  private VectorExponential() {}

  /// See [Exponential#exp].
  static FloatVector exp(FloatVector x) {
    FloatVector lowest = FloatVector.broadcast(S, LOWEST);
    FloatVector highest = FloatVector.broadcast(S, HIGHEST);
    FloatVector y = x.blend(lowest, x.lt(lowest));
    y = y.blend(highest, y.compare(VectorOperators.GT, highest));
    FloatVector t = y.fma(FloatVector.broadcast(S, LOG2_E), FloatVector.broadcast(S, ROUNDER));
    FloatVector n = t.sub(ROUNDER);
    FloatVector r =
        n.fma(FloatVector.broadcast(S, -LN2_LOW), n.fma(FloatVector.broadcast(S, -LN2_HIGH), y));
    FloatVector p = r.fma(FloatVector.broadcast(S, E7), FloatVector.broadcast(S, E6));
    p = p.fma(r, FloatVector.broadcast(S, E5));
    p = p.fma(r, FloatVector.broadcast(S, E4));
    p = p.fma(r, FloatVector.broadcast(S, E3));
    p = p.fma(r, FloatVector.broadcast(S, E2));
    p = p.fma(r, FloatVector.broadcast(S, 1f));
    p = p.fma(r, FloatVector.broadcast(S, 1f));
    return p.mul(
        t.reinterpretAsInts()
            .lanewise(VectorOperators.LSHL, MANTISSA)
            .add(ONE_BITS)
            .reinterpretAsFloats());
  }

  /// See [Exponential#logistic].
  static FloatVector logistic(FloatVector x) {
    return FloatVector.broadcast(S, 1f).div(exp(x.neg()).add(1f));
  }

  /// See [Exponential#tanh].
  static FloatVector tanh(FloatVector x) {
    FloatVector magnitude = x.abs();
    FloatVector square = x.mul(x);
    FloatVector p = square.fma(FloatVector.broadcast(S, T9), FloatVector.broadcast(S, T7));
    p = p.fma(square, FloatVector.broadcast(S, T5));
    p = p.fma(square, FloatVector.broadcast(S, T3));
    FloatVector small = p.mul(square).fma(magnitude, magnitude);
    FloatVector large =
        FloatVector.broadcast(S, 1f)
            .sub(FloatVector.broadcast(S, 2f).div(exp(magnitude.add(magnitude)).add(1f)));
    FloatVector result = large.blend(small, magnitude.lt(TANH_SMALL));
    return result.blend(result.neg(), x.lt(0f));
  }
}
