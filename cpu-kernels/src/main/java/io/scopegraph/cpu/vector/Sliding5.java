package io.scopegraph.cpu.vector;

import io.scopegraph.cpu.kernel.Activation;
import io.scopegraph.cpu.kernel.Taps;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/// Eight neighbouring outputs of a depthwise convolution with five taps a row, one vector of
/// channels after the other. Neighbours are as far apart as taps, so that each input is loaded once
/// and used for up to five outputs.
final class Sliding5 {
  static final int PIXELS = 8;
  private static final VectorSpecies<Float> S = Lanes.SPECIES;

  private Sliding5() {}

  /// Eight outputs of `span` channels, a multiple of the vector's lanes. `tapStep` is from one tap
  /// to the next in the input, `channels` the length of a row of weights.
  static void run(
      float[] in,
      int inAt,
      int tapStep,
      Taps taps,
      float[] weights,
      int weightsAt,
      int channels,
      int span,
      float[] bias,
      int biasAt,
      float[] out,
      int outAt,
      int outStep,
      Activation activation) {
    IntVector low = IntVector.broadcast(Lanes.INTS, activation.lowBits());
    IntVector high = IntVector.broadcast(Lanes.INTS, activation.highBits());
    int next = taps.colWeights() * channels;
    for (int c = 0; c < span; c += S.length()) {
      FloatVector start = FloatVector.fromArray(S, bias, biasAt + c);
      FloatVector a0 = start;
      FloatVector a1 = start;
      FloatVector a2 = start;
      FloatVector a3 = start;
      FloatVector a4 = start;
      FloatVector a5 = start;
      FloatVector a6 = start;
      FloatVector a7 = start;
      for (int row = 0; row < taps.rows(); row++) {
        int i = inAt + c + row * taps.rowIn();
        int w = weightsAt + c + row * taps.rowWeights() * channels;
        FloatVector w0 = FloatVector.fromArray(S, weights, w);
        FloatVector w1 = FloatVector.fromArray(S, weights, w + next);
        FloatVector w2 = FloatVector.fromArray(S, weights, w + 2 * next);
        FloatVector w3 = FloatVector.fromArray(S, weights, w + 3 * next);
        FloatVector w4 = FloatVector.fromArray(S, weights, w + 4 * next);
        FloatVector x0 = FloatVector.fromArray(S, in, i);
        a0 = x0.fma(w0, a0);
        FloatVector x1 = FloatVector.fromArray(S, in, i + tapStep);
        a0 = x1.fma(w1, a0);
        a1 = x1.fma(w0, a1);
        FloatVector x2 = FloatVector.fromArray(S, in, i + 2 * tapStep);
        a0 = x2.fma(w2, a0);
        a1 = x2.fma(w1, a1);
        a2 = x2.fma(w0, a2);
        FloatVector x3 = FloatVector.fromArray(S, in, i + 3 * tapStep);
        a0 = x3.fma(w3, a0);
        a1 = x3.fma(w2, a1);
        a2 = x3.fma(w1, a2);
        a3 = x3.fma(w0, a3);
        FloatVector x4 = FloatVector.fromArray(S, in, i + 4 * tapStep);
        a0 = x4.fma(w4, a0);
        a1 = x4.fma(w3, a1);
        a2 = x4.fma(w2, a2);
        a3 = x4.fma(w1, a3);
        a4 = x4.fma(w0, a4);
        FloatVector x5 = FloatVector.fromArray(S, in, i + 5 * tapStep);
        a1 = x5.fma(w4, a1);
        a2 = x5.fma(w3, a2);
        a3 = x5.fma(w2, a3);
        a4 = x5.fma(w1, a4);
        a5 = x5.fma(w0, a5);
        FloatVector x6 = FloatVector.fromArray(S, in, i + 6 * tapStep);
        a2 = x6.fma(w4, a2);
        a3 = x6.fma(w3, a3);
        a4 = x6.fma(w2, a4);
        a5 = x6.fma(w1, a5);
        a6 = x6.fma(w0, a6);
        FloatVector x7 = FloatVector.fromArray(S, in, i + 7 * tapStep);
        a3 = x7.fma(w4, a3);
        a4 = x7.fma(w3, a4);
        a5 = x7.fma(w2, a5);
        a6 = x7.fma(w1, a6);
        a7 = x7.fma(w0, a7);
        FloatVector x8 = FloatVector.fromArray(S, in, i + 8 * tapStep);
        a4 = x8.fma(w4, a4);
        a5 = x8.fma(w3, a5);
        a6 = x8.fma(w2, a6);
        a7 = x8.fma(w1, a7);
        FloatVector x9 = FloatVector.fromArray(S, in, i + 9 * tapStep);
        a5 = x9.fma(w4, a5);
        a6 = x9.fma(w3, a6);
        a7 = x9.fma(w2, a7);
        FloatVector x10 = FloatVector.fromArray(S, in, i + 10 * tapStep);
        a6 = x10.fma(w4, a6);
        a7 = x10.fma(w3, a7);
        FloatVector x11 = FloatVector.fromArray(S, in, i + 11 * tapStep);
        a7 = x11.fma(w4, a7);
      }
      int o = outAt + c;
      a0.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(out, o);
      a1.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(out, o + outStep);
      a2.reinterpretAsInts()
          .max(low)
          .min(high)
          .reinterpretAsFloats()
          .intoArray(out, o + 2 * outStep);
      a3.reinterpretAsInts()
          .max(low)
          .min(high)
          .reinterpretAsFloats()
          .intoArray(out, o + 3 * outStep);
      a4.reinterpretAsInts()
          .max(low)
          .min(high)
          .reinterpretAsFloats()
          .intoArray(out, o + 4 * outStep);
      a5.reinterpretAsInts()
          .max(low)
          .min(high)
          .reinterpretAsFloats()
          .intoArray(out, o + 5 * outStep);
      a6.reinterpretAsInts()
          .max(low)
          .min(high)
          .reinterpretAsFloats()
          .intoArray(out, o + 6 * outStep);
      a7.reinterpretAsInts()
          .max(low)
          .min(high)
          .reinterpretAsFloats()
          .intoArray(out, o + 7 * outStep);
    }
  }
}
