package io.scopegraph.cpu.vector;

import io.scopegraph.cpu.kernel.Activation;
import io.scopegraph.cpu.kernel.Taps;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/// Up to 8 pixels by one vector of channels in 8 accumulators; the rules of [Tile8x2] hold.
final class Tile8x1 {
  static final int PIXELS = 8;
  private static final VectorSpecies<Float> S = Lanes.SPECIES;
  private static final int WIDTH = Lanes.COUNT;

  private Tile8x1() {}

  /// See `FloatKernels.panel`; `pixels` is at most 8, the panel is full and there is a bias.
  /// Missing pixels repeat the last one, so that they read and write nothing new.
  static void run(
      float[] in,
      int inAt,
      int inStep,
      int pixels,
      Taps taps,
      float[] weights,
      int weightsAt,
      float[] bias,
      int biasAt,
      float @Nullable [] residual,
      int residualAt,
      float[] out,
      int outAt,
      int outStep,
      Activation activation) {
    int last = pixels - 1;
    int i0 = inAt;
    int i1 = inAt + Math.min(1, last) * inStep;
    int i2 = inAt + Math.min(2, last) * inStep;
    int i3 = inAt + Math.min(3, last) * inStep;
    int i4 = inAt + Math.min(4, last) * inStep;
    int i5 = inAt + Math.min(5, last) * inStep;
    int i6 = inAt + Math.min(6, last) * inStep;
    int i7 = inAt + Math.min(7, last) * inStep;
    FloatVector b0 = FloatVector.fromArray(S, bias, biasAt);
    FloatVector a0 = b0;
    FloatVector a1 = b0;
    FloatVector a2 = b0;
    FloatVector a3 = b0;
    FloatVector a4 = b0;
    FloatVector a5 = b0;
    FloatVector a6 = b0;
    FloatVector a7 = b0;
    int count = taps.rows() * taps.cols();
    int run = taps.run();
    int walk = 0;
    int row = weightsAt;
    int rowWalk = 0;
    int rowWeights = weightsAt;
    int col = 0;
    for (int tap = 0; tap < count; tap++) {
      for (int k = 0; k < run; k++) {
        FloatVector w0 = FloatVector.fromArray(S, weights, row + k * WIDTH);
        a0 = FloatVector.broadcast(S, in[i0 + walk + k]).fma(w0, a0);
        a1 = FloatVector.broadcast(S, in[i1 + walk + k]).fma(w0, a1);
        a2 = FloatVector.broadcast(S, in[i2 + walk + k]).fma(w0, a2);
        a3 = FloatVector.broadcast(S, in[i3 + walk + k]).fma(w0, a3);
        a4 = FloatVector.broadcast(S, in[i4 + walk + k]).fma(w0, a4);
        a5 = FloatVector.broadcast(S, in[i5 + walk + k]).fma(w0, a5);
        a6 = FloatVector.broadcast(S, in[i6 + walk + k]).fma(w0, a6);
        a7 = FloatVector.broadcast(S, in[i7 + walk + k]).fma(w0, a7);
      }
      if (++col == taps.cols()) {
        col = 0;
        rowWalk += taps.rowIn();
        walk = rowWalk;
        rowWeights += taps.rowWeights() * WIDTH;
        row = rowWeights;
      } else {
        walk += taps.colIn();
        row += taps.colWeights() * WIDTH;
      }
    }
    int o1 = Math.min(1, last) * outStep;
    int o2 = Math.min(2, last) * outStep;
    int o3 = Math.min(3, last) * outStep;
    int o4 = Math.min(4, last) * outStep;
    int o5 = Math.min(5, last) * outStep;
    int o6 = Math.min(6, last) * outStep;
    int o7 = Math.min(7, last) * outStep;
    if (residual != null) {
      a0 = a0.add(FloatVector.fromArray(S, residual, residualAt));
      a1 = a1.add(FloatVector.fromArray(S, residual, residualAt + o1));
      a2 = a2.add(FloatVector.fromArray(S, residual, residualAt + o2));
      a3 = a3.add(FloatVector.fromArray(S, residual, residualAt + o3));
      a4 = a4.add(FloatVector.fromArray(S, residual, residualAt + o4));
      a5 = a5.add(FloatVector.fromArray(S, residual, residualAt + o5));
      a6 = a6.add(FloatVector.fromArray(S, residual, residualAt + o6));
      a7 = a7.add(FloatVector.fromArray(S, residual, residualAt + o7));
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
    a1.intoArray(out, outAt + o1);
    a2.intoArray(out, outAt + o2);
    a3.intoArray(out, outAt + o3);
    a4.intoArray(out, outAt + o4);
    a5.intoArray(out, outAt + o5);
    a6.intoArray(out, outAt + o6);
    a7.intoArray(out, outAt + o7);
  }
}
