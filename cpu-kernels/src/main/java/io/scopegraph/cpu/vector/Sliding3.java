package io.scopegraph.cpu.vector;

import io.scopegraph.cpu.kernel.Activation;
import io.scopegraph.cpu.kernel.Taps;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/// Eight neighbouring outputs of a depthwise convolution with three taps a row, for one vector of
/// channels. Neighbours are as far apart as taps, so that each input is loaded once and used for up
/// to three outputs.
final class Sliding3 {
  static final int PIXELS = 8;
  private static final VectorSpecies<Float> S = Lanes.SPECIES;

  private Sliding3() {}

  /// See `FloatKernels.depthwise`; `channels` is the length of a row of weights.
  static void run(
      float[] in,
      int inAt,
      int inStep,
      Taps taps,
      float[] weights,
      int weightsAt,
      int channels,
      float @Nullable [] bias,
      int biasAt,
      float @Nullable [] residual,
      int residualAt,
      float[] out,
      int outAt,
      int outStep,
      Activation activation) {
    FloatVector start = bias == null ? FloatVector.zero(S) : FloatVector.fromArray(S, bias, biasAt);
    FloatVector a0 = start;
    FloatVector a1 = start;
    FloatVector a2 = start;
    FloatVector a3 = start;
    FloatVector a4 = start;
    FloatVector a5 = start;
    FloatVector a6 = start;
    FloatVector a7 = start;
    for (int row = 0; row < taps.rows(); row++) {
      int i = inAt + row * taps.rowIn();
      int w = weightsAt + row * taps.rowWeights() * channels;
      int step = taps.colWeights() * channels;
      FloatVector w0 = FloatVector.fromArray(S, weights, w);
      FloatVector w1 = FloatVector.fromArray(S, weights, w + step);
      FloatVector w2 = FloatVector.fromArray(S, weights, w + 2 * step);
      FloatVector x0 = FloatVector.fromArray(S, in, i);
      a0 = x0.fma(w0, a0);
      FloatVector x1 = FloatVector.fromArray(S, in, i + inStep);
      a0 = x1.fma(w1, a0);
      a1 = x1.fma(w0, a1);
      FloatVector x2 = FloatVector.fromArray(S, in, i + 2 * inStep);
      a0 = x2.fma(w2, a0);
      a1 = x2.fma(w1, a1);
      a2 = x2.fma(w0, a2);
      FloatVector x3 = FloatVector.fromArray(S, in, i + 3 * inStep);
      a1 = x3.fma(w2, a1);
      a2 = x3.fma(w1, a2);
      a3 = x3.fma(w0, a3);
      FloatVector x4 = FloatVector.fromArray(S, in, i + 4 * inStep);
      a2 = x4.fma(w2, a2);
      a3 = x4.fma(w1, a3);
      a4 = x4.fma(w0, a4);
      FloatVector x5 = FloatVector.fromArray(S, in, i + 5 * inStep);
      a3 = x5.fma(w2, a3);
      a4 = x5.fma(w1, a4);
      a5 = x5.fma(w0, a5);
      FloatVector x6 = FloatVector.fromArray(S, in, i + 6 * inStep);
      a4 = x6.fma(w2, a4);
      a5 = x6.fma(w1, a5);
      a6 = x6.fma(w0, a6);
      FloatVector x7 = FloatVector.fromArray(S, in, i + 7 * inStep);
      a5 = x7.fma(w2, a5);
      a6 = x7.fma(w1, a6);
      a7 = x7.fma(w0, a7);
      FloatVector x8 = FloatVector.fromArray(S, in, i + 8 * inStep);
      a6 = x8.fma(w2, a6);
      a7 = x8.fma(w1, a7);
      FloatVector x9 = FloatVector.fromArray(S, in, i + 9 * inStep);
      a7 = x9.fma(w2, a7);
    }
    if (residual != null) {
      a0 = a0.add(FloatVector.fromArray(S, residual, residualAt));
      a1 = a1.add(FloatVector.fromArray(S, residual, residualAt + outStep));
      a2 = a2.add(FloatVector.fromArray(S, residual, residualAt + 2 * outStep));
      a3 = a3.add(FloatVector.fromArray(S, residual, residualAt + 3 * outStep));
      a4 = a4.add(FloatVector.fromArray(S, residual, residualAt + 4 * outStep));
      a5 = a5.add(FloatVector.fromArray(S, residual, residualAt + 5 * outStep));
      a6 = a6.add(FloatVector.fromArray(S, residual, residualAt + 6 * outStep));
      a7 = a7.add(FloatVector.fromArray(S, residual, residualAt + 7 * outStep));
    }
    if (activation.isBitClamp() && activation.kind() != Activation.Kind.NONE) {
      IntVector low = IntVector.broadcast(Lanes.INTS, activation.lowBits());
      IntVector high = IntVector.broadcast(Lanes.INTS, activation.highBits());
      a0 = a0.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a1 = a1.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a2 = a2.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a3 = a3.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a4 = a4.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a5 = a5.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a6 = a6.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a7 = a7.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
    }
    a0.intoArray(out, outAt);
    a1.intoArray(out, outAt + outStep);
    a2.intoArray(out, outAt + 2 * outStep);
    a3.intoArray(out, outAt + 3 * outStep);
    a4.intoArray(out, outAt + 4 * outStep);
    a5.intoArray(out, outAt + 5 * outStep);
    a6.intoArray(out, outAt + 6 * outStep);
    a7.intoArray(out, outAt + 7 * outStep);
  }
}
