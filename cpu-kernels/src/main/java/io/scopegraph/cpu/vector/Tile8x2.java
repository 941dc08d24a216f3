package io.scopegraph.cpu.vector;

import io.scopegraph.cpu.kernel.Activation;
import io.scopegraph.cpu.kernel.Taps;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/// Up to 8 pixels by two vectors of channels in 16 accumulators, which take 32 vector registers.
///
/// The accumulators are locals and the loop over a run is not unrolled by hand: both arrays of
/// vectors and unrolled bodies make the compiler spill. Whole vectors are read and written
/// throughout, since masks would double what the compiler has to chew.
final class Tile8x2 {
  static final int PIXELS = 8;
  private static final VectorSpecies<Float> S = Lanes.SPECIES;
  private static final int L = Lanes.COUNT;
  private static final int WIDTH = 2 * L;

  private Tile8x2() {}

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
    FloatVector b1 = FloatVector.fromArray(S, bias, biasAt + L);
    FloatVector a00 = b0;
    FloatVector a01 = b1;
    FloatVector a10 = b0;
    FloatVector a11 = b1;
    FloatVector a20 = b0;
    FloatVector a21 = b1;
    FloatVector a30 = b0;
    FloatVector a31 = b1;
    FloatVector a40 = b0;
    FloatVector a41 = b1;
    FloatVector a50 = b0;
    FloatVector a51 = b1;
    FloatVector a60 = b0;
    FloatVector a61 = b1;
    FloatVector a70 = b0;
    FloatVector a71 = b1;
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
        FloatVector w1 = FloatVector.fromArray(S, weights, row + k * WIDTH + L);
        FloatVector x0 = FloatVector.broadcast(S, in[i0 + walk + k]);
        a00 = x0.fma(w0, a00);
        a01 = x0.fma(w1, a01);
        FloatVector x1 = FloatVector.broadcast(S, in[i1 + walk + k]);
        a10 = x1.fma(w0, a10);
        a11 = x1.fma(w1, a11);
        FloatVector x2 = FloatVector.broadcast(S, in[i2 + walk + k]);
        a20 = x2.fma(w0, a20);
        a21 = x2.fma(w1, a21);
        FloatVector x3 = FloatVector.broadcast(S, in[i3 + walk + k]);
        a30 = x3.fma(w0, a30);
        a31 = x3.fma(w1, a31);
        FloatVector x4 = FloatVector.broadcast(S, in[i4 + walk + k]);
        a40 = x4.fma(w0, a40);
        a41 = x4.fma(w1, a41);
        FloatVector x5 = FloatVector.broadcast(S, in[i5 + walk + k]);
        a50 = x5.fma(w0, a50);
        a51 = x5.fma(w1, a51);
        FloatVector x6 = FloatVector.broadcast(S, in[i6 + walk + k]);
        a60 = x6.fma(w0, a60);
        a61 = x6.fma(w1, a61);
        FloatVector x7 = FloatVector.broadcast(S, in[i7 + walk + k]);
        a70 = x7.fma(w0, a70);
        a71 = x7.fma(w1, a71);
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
      a00 = a00.add(FloatVector.fromArray(S, residual, residualAt));
      a01 = a01.add(FloatVector.fromArray(S, residual, residualAt + L));
      a10 = a10.add(FloatVector.fromArray(S, residual, residualAt + o1));
      a11 = a11.add(FloatVector.fromArray(S, residual, residualAt + o1 + L));
      a20 = a20.add(FloatVector.fromArray(S, residual, residualAt + o2));
      a21 = a21.add(FloatVector.fromArray(S, residual, residualAt + o2 + L));
      a30 = a30.add(FloatVector.fromArray(S, residual, residualAt + o3));
      a31 = a31.add(FloatVector.fromArray(S, residual, residualAt + o3 + L));
      a40 = a40.add(FloatVector.fromArray(S, residual, residualAt + o4));
      a41 = a41.add(FloatVector.fromArray(S, residual, residualAt + o4 + L));
      a50 = a50.add(FloatVector.fromArray(S, residual, residualAt + o5));
      a51 = a51.add(FloatVector.fromArray(S, residual, residualAt + o5 + L));
      a60 = a60.add(FloatVector.fromArray(S, residual, residualAt + o6));
      a61 = a61.add(FloatVector.fromArray(S, residual, residualAt + o6 + L));
      a70 = a70.add(FloatVector.fromArray(S, residual, residualAt + o7));
      a71 = a71.add(FloatVector.fromArray(S, residual, residualAt + o7 + L));
    }
    if (activation.isBitClamp() && activation.kind() != Activation.Kind.NONE) {
      IntVector low = IntVector.broadcast(Lanes.INTS, activation.lowBits());
      IntVector high = IntVector.broadcast(Lanes.INTS, activation.highBits());
      a00 = a00.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a01 = a01.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a10 = a10.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a11 = a11.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a20 = a20.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a21 = a21.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a30 = a30.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a31 = a31.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a40 = a40.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a41 = a41.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a50 = a50.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a51 = a51.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a60 = a60.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a61 = a61.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a70 = a70.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a71 = a71.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
    }
    a00.intoArray(out, outAt);
    a01.intoArray(out, outAt + L);
    a10.intoArray(out, outAt + o1);
    a11.intoArray(out, outAt + o1 + L);
    a20.intoArray(out, outAt + o2);
    a21.intoArray(out, outAt + o2 + L);
    a30.intoArray(out, outAt + o3);
    a31.intoArray(out, outAt + o3 + L);
    a40.intoArray(out, outAt + o4);
    a41.intoArray(out, outAt + o4 + L);
    a50.intoArray(out, outAt + o5);
    a51.intoArray(out, outAt + o5 + L);
    a60.intoArray(out, outAt + o6);
    a61.intoArray(out, outAt + o6 + L);
    a70.intoArray(out, outAt + o7);
    a71.intoArray(out, outAt + o7 + L);
  }
}
