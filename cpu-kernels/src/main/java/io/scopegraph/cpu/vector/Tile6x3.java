package io.scopegraph.cpu.vector;

import io.scopegraph.cpu.kernel.Activation;
import io.scopegraph.cpu.kernel.Taps;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/// Up to 6 pixels by three vectors of channels in 18 accumulators; the rules of [Tile8x2] hold.
final class Tile6x3 {
  static final int PIXELS = 6;
  private static final VectorSpecies<Float> S = Lanes.SPECIES;
  private static final int L = Lanes.COUNT;
  private static final int WIDTH = 3 * L;

  private Tile6x3() {}

  /// See `FloatKernels.panel`; `pixels` is at most 6, the panel is full and there is a bias.
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
    FloatVector b0 = FloatVector.fromArray(S, bias, biasAt);
    FloatVector b1 = FloatVector.fromArray(S, bias, biasAt + L);
    FloatVector b2 = FloatVector.fromArray(S, bias, biasAt + 2 * L);
    FloatVector a00 = b0;
    FloatVector a01 = b1;
    FloatVector a02 = b2;
    FloatVector a10 = b0;
    FloatVector a11 = b1;
    FloatVector a12 = b2;
    FloatVector a20 = b0;
    FloatVector a21 = b1;
    FloatVector a22 = b2;
    FloatVector a30 = b0;
    FloatVector a31 = b1;
    FloatVector a32 = b2;
    FloatVector a40 = b0;
    FloatVector a41 = b1;
    FloatVector a42 = b2;
    FloatVector a50 = b0;
    FloatVector a51 = b1;
    FloatVector a52 = b2;
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
        FloatVector w2 = FloatVector.fromArray(S, weights, row + k * WIDTH + 2 * L);
        FloatVector x0 = FloatVector.broadcast(S, in[i0 + walk + k]);
        a00 = x0.fma(w0, a00);
        a01 = x0.fma(w1, a01);
        a02 = x0.fma(w2, a02);
        FloatVector x1 = FloatVector.broadcast(S, in[i1 + walk + k]);
        a10 = x1.fma(w0, a10);
        a11 = x1.fma(w1, a11);
        a12 = x1.fma(w2, a12);
        FloatVector x2 = FloatVector.broadcast(S, in[i2 + walk + k]);
        a20 = x2.fma(w0, a20);
        a21 = x2.fma(w1, a21);
        a22 = x2.fma(w2, a22);
        FloatVector x3 = FloatVector.broadcast(S, in[i3 + walk + k]);
        a30 = x3.fma(w0, a30);
        a31 = x3.fma(w1, a31);
        a32 = x3.fma(w2, a32);
        FloatVector x4 = FloatVector.broadcast(S, in[i4 + walk + k]);
        a40 = x4.fma(w0, a40);
        a41 = x4.fma(w1, a41);
        a42 = x4.fma(w2, a42);
        FloatVector x5 = FloatVector.broadcast(S, in[i5 + walk + k]);
        a50 = x5.fma(w0, a50);
        a51 = x5.fma(w1, a51);
        a52 = x5.fma(w2, a52);
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
    if (residual != null) {
      a00 = a00.add(FloatVector.fromArray(S, residual, residualAt));
      a01 = a01.add(FloatVector.fromArray(S, residual, residualAt + L));
      a02 = a02.add(FloatVector.fromArray(S, residual, residualAt + 2 * L));
      a10 = a10.add(FloatVector.fromArray(S, residual, residualAt + o1));
      a11 = a11.add(FloatVector.fromArray(S, residual, residualAt + o1 + L));
      a12 = a12.add(FloatVector.fromArray(S, residual, residualAt + o1 + 2 * L));
      a20 = a20.add(FloatVector.fromArray(S, residual, residualAt + o2));
      a21 = a21.add(FloatVector.fromArray(S, residual, residualAt + o2 + L));
      a22 = a22.add(FloatVector.fromArray(S, residual, residualAt + o2 + 2 * L));
      a30 = a30.add(FloatVector.fromArray(S, residual, residualAt + o3));
      a31 = a31.add(FloatVector.fromArray(S, residual, residualAt + o3 + L));
      a32 = a32.add(FloatVector.fromArray(S, residual, residualAt + o3 + 2 * L));
      a40 = a40.add(FloatVector.fromArray(S, residual, residualAt + o4));
      a41 = a41.add(FloatVector.fromArray(S, residual, residualAt + o4 + L));
      a42 = a42.add(FloatVector.fromArray(S, residual, residualAt + o4 + 2 * L));
      a50 = a50.add(FloatVector.fromArray(S, residual, residualAt + o5));
      a51 = a51.add(FloatVector.fromArray(S, residual, residualAt + o5 + L));
      a52 = a52.add(FloatVector.fromArray(S, residual, residualAt + o5 + 2 * L));
    }
    if (activation.isBitClamp() && activation.kind() != Activation.Kind.NONE) {
      IntVector low = IntVector.broadcast(Lanes.INTS, activation.lowBits());
      IntVector high = IntVector.broadcast(Lanes.INTS, activation.highBits());
      a00 = a00.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a01 = a01.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a02 = a02.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a10 = a10.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a11 = a11.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a12 = a12.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a20 = a20.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a21 = a21.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a22 = a22.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a30 = a30.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a31 = a31.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a32 = a32.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a40 = a40.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a41 = a41.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a42 = a42.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a50 = a50.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a51 = a51.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
      a52 = a52.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();
    }
    a00.intoArray(out, outAt);
    a01.intoArray(out, outAt + L);
    a02.intoArray(out, outAt + 2 * L);
    a10.intoArray(out, outAt + o1);
    a11.intoArray(out, outAt + o1 + L);
    a12.intoArray(out, outAt + o1 + 2 * L);
    a20.intoArray(out, outAt + o2);
    a21.intoArray(out, outAt + o2 + L);
    a22.intoArray(out, outAt + o2 + 2 * L);
    a30.intoArray(out, outAt + o3);
    a31.intoArray(out, outAt + o3 + L);
    a32.intoArray(out, outAt + o3 + 2 * L);
    a40.intoArray(out, outAt + o4);
    a41.intoArray(out, outAt + o4 + L);
    a42.intoArray(out, outAt + o4 + 2 * L);
    a50.intoArray(out, outAt + o5);
    a51.intoArray(out, outAt + o5 + L);
    a52.intoArray(out, outAt + o5 + 2 * L);
  }
}
