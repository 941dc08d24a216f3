package io.scopegraph.cpu.vector;

import io.scopegraph.cpu.kernel.Activation;
import io.scopegraph.cpu.kernel.Taps;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/// Depthwise convolution for any taps: up to eight outputs by one vector of channels in eight
/// accumulators.
final class Depthwise {
  static final int PIXELS = 8;
  private static final VectorSpecies<Float> S = Lanes.SPECIES;

  private Depthwise() {}

  /// See `FloatKernels.depthwise`; one line of at most 8 pixels, and `channels` is the length of a
  /// row of weights. Missing pixels repeat the last one, so that they read and write nothing new.
  static void run(
      float[] in,
      int inAt,
      int inStep,
      int pixels,
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
    int last = pixels - 1;
    int i0 = inAt;
    int i1 = inAt + Math.min(1, last) * inStep;
    int i2 = inAt + Math.min(2, last) * inStep;
    int i3 = inAt + Math.min(3, last) * inStep;
    int i4 = inAt + Math.min(4, last) * inStep;
    int i5 = inAt + Math.min(5, last) * inStep;
    int i6 = inAt + Math.min(6, last) * inStep;
    int i7 = inAt + Math.min(7, last) * inStep;
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
      for (int col = 0; col < taps.cols(); col++) {
        int walk = row * taps.rowIn() + col * taps.colIn();
        int at = weightsAt + (row * taps.rowWeights() + col * taps.colWeights()) * channels;
        FloatVector w = FloatVector.fromArray(S, weights, at);
        a0 = FloatVector.fromArray(S, in, i0 + walk).fma(w, a0);
        a1 = FloatVector.fromArray(S, in, i1 + walk).fma(w, a1);
        a2 = FloatVector.fromArray(S, in, i2 + walk).fma(w, a2);
        a3 = FloatVector.fromArray(S, in, i3 + walk).fma(w, a3);
        a4 = FloatVector.fromArray(S, in, i4 + walk).fma(w, a4);
        a5 = FloatVector.fromArray(S, in, i5 + walk).fma(w, a5);
        a6 = FloatVector.fromArray(S, in, i6 + walk).fma(w, a6);
        a7 = FloatVector.fromArray(S, in, i7 + walk).fma(w, a7);
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
    IntVector low = IntVector.broadcast(Lanes.INTS, activation.lowBits());
    IntVector high = IntVector.broadcast(Lanes.INTS, activation.highBits());
    a0.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(out, outAt);
    a1.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(out, outAt + o1);
    a2.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(out, outAt + o2);
    a3.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(out, outAt + o3);
    a4.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(out, outAt + o4);
    a5.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(out, outAt + o5);
    a6.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(out, outAt + o6);
    a7.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(out, outAt + o7);
  }

  /// One pixel and one vector of channels.
  static void one(
      float[] in,
      int inAt,
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
      Activation activation) {
    FloatVector a = bias == null ? FloatVector.zero(S) : FloatVector.fromArray(S, bias, biasAt);
    for (int row = 0; row < taps.rows(); row++) {
      for (int col = 0; col < taps.cols(); col++) {
        int walk = row * taps.rowIn() + col * taps.colIn();
        int at = weightsAt + (row * taps.rowWeights() + col * taps.colWeights()) * channels;
        FloatVector w = FloatVector.fromArray(S, weights, at);
        a = FloatVector.fromArray(S, in, inAt + walk).fma(w, a);
      }
    }
    if (residual != null) {
      a = a.add(FloatVector.fromArray(S, residual, residualAt));
    }
    IntVector low = IntVector.broadcast(Lanes.INTS, activation.lowBits());
    IntVector high = IntVector.broadcast(Lanes.INTS, activation.highBits());
    a.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(out, outAt);
  }

  /// One pixel and the first `rest` channels from `inAt` on, fewer than a vector has lanes.
  static void rest(
      float[] in,
      int inAt,
      Taps taps,
      float[] weights,
      int weightsAt,
      int channels,
      int rest,
      float @Nullable [] bias,
      int biasAt,
      float @Nullable [] residual,
      int residualAt,
      float[] out,
      int outAt,
      Activation activation) {
    VectorMask<Float> mask = S.indexInRange(0, rest);
    FloatVector a =
        bias == null ? FloatVector.zero(S) : FloatVector.fromArray(S, bias, biasAt, mask);
    for (int row = 0; row < taps.rows(); row++) {
      for (int col = 0; col < taps.cols(); col++) {
        int walk = row * taps.rowIn() + col * taps.colIn();
        int at = weightsAt + (row * taps.rowWeights() + col * taps.colWeights()) * channels;
        FloatVector w = FloatVector.fromArray(S, weights, at, mask);
        a = FloatVector.fromArray(S, in, inAt + walk, mask).fma(w, a);
      }
    }
    if (residual != null) {
      a = a.add(FloatVector.fromArray(S, residual, residualAt, mask));
    }
    IntVector low = IntVector.broadcast(Lanes.INTS, activation.lowBits());
    IntVector high = IntVector.broadcast(Lanes.INTS, activation.highBits());
    a.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(out, outAt, mask);
  }
}
