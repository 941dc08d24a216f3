package io.scopegraph.cpu.vector;

import io.scopegraph.cpu.kernel.Activation;
import io.scopegraph.cpu.kernel.WinogradTransforms;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/// The transformations of Winograd's algorithm, a vector of channels at a time.
final class VectorWinograd {
  private static final VectorSpecies<Float> S = Lanes.SPECIES;

  private VectorWinograd() {}

  /// See `FloatKernels.winogradPatch`.
  static void patch(
      float[] in,
      int i0,
      int i1,
      int i2,
      int i3,
      int i4,
      int i5,
      float[] out,
      int outAt,
      int outStep,
      int n) {
    int whole = S.loopBound(n);
    for (int c = 0; c < whole; c += S.length()) {
      FloatVector d1 = FloatVector.fromArray(S, in, i1 + c);
      FloatVector d2 = FloatVector.fromArray(S, in, i2 + c);
      FloatVector d3 = FloatVector.fromArray(S, in, i3 + c);
      FloatVector d4 = FloatVector.fromArray(S, in, i4 + c);
      FloatVector even = d2.fma(FloatVector.broadcast(S, -4f), d4);
      FloatVector odd = d1.fma(FloatVector.broadcast(S, -4f), d3);
      FloatVector near = d4.sub(d2);
      FloatVector far = d3.sub(d1);
      int o = outAt + c;
      FloatVector.fromArray(S, in, i0 + c)
          .fma(FloatVector.broadcast(S, 4f), d2.fma(FloatVector.broadcast(S, -5f), d4))
          .intoArray(out, o);
      even.add(odd).intoArray(out, o + outStep);
      even.sub(odd).intoArray(out, o + 2 * outStep);
      far.fma(FloatVector.broadcast(S, 2f), near).intoArray(out, o + 3 * outStep);
      far.fma(FloatVector.broadcast(S, -2f), near).intoArray(out, o + 4 * outStep);
      FloatVector last = FloatVector.fromArray(S, in, i5 + c);
      d1.fma(FloatVector.broadcast(S, 4f), d3.fma(FloatVector.broadcast(S, -5f), last))
          .intoArray(out, o + 5 * outStep);
    }
    if (whole < n) {
      WinogradTransforms.patch(in, i0, i1, i2, i3, i4, i5, out, outAt, outStep, whole, n);
    }
  }

  /// See `FloatKernels.winogradTile`.
  static void tile(float[] in, int inAt, int inStep, float[] out, int outAt, int outStep, int n) {
    int whole = S.loopBound(n);
    for (int c = 0; c < whole; c += S.length()) {
      int i = inAt + c;
      FloatVector m0 = FloatVector.fromArray(S, in, i);
      FloatVector m1 = FloatVector.fromArray(S, in, i + inStep);
      FloatVector m2 = FloatVector.fromArray(S, in, i + 2 * inStep);
      FloatVector m3 = FloatVector.fromArray(S, in, i + 3 * inStep);
      FloatVector m4 = FloatVector.fromArray(S, in, i + 4 * inStep);
      FloatVector m5 = FloatVector.fromArray(S, in, i + 5 * inStep);
      FloatVector sum = m1.add(m2);
      FloatVector difference = m1.sub(m2);
      FloatVector farSum = m3.add(m4);
      FloatVector farDifference = m3.sub(m4);
      int o = outAt + c;
      m0.add(sum).add(farSum).intoArray(out, o);
      farDifference.fma(FloatVector.broadcast(S, 2f), difference).intoArray(out, o + outStep);
      farSum.fma(FloatVector.broadcast(S, 4f), sum).intoArray(out, o + 2 * outStep);
      farDifference
          .fma(FloatVector.broadcast(S, 8f), difference)
          .add(m5)
          .intoArray(out, o + 3 * outStep);
    }
    if (whole < n) {
      WinogradTransforms.tile(in, inAt, inStep, out, outAt, outStep, whole, n);
    }
  }

  /// See `FloatKernels.finish`.
  static void finish(
      float[] sums,
      int sumsAt,
      float @Nullable [] bias,
      int biasAt,
      float @Nullable [] residual,
      int residualAt,
      float[] out,
      int outAt,
      int n,
      Activation activation) {
    int whole = S.loopBound(n);
    IntVector low = IntVector.broadcast(Lanes.INTS, activation.lowBits());
    IntVector high = IntVector.broadcast(Lanes.INTS, activation.highBits());
    for (int c = 0; c < whole; c += S.length()) {
      FloatVector sum = FloatVector.fromArray(S, sums, sumsAt + c);
      if (bias != null) {
        sum = sum.add(FloatVector.fromArray(S, bias, biasAt + c));
      }
      if (residual != null) {
        sum = sum.add(FloatVector.fromArray(S, residual, residualAt + c));
      }
      sum.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(out, outAt + c);
    }
    if (whole < n) {
      WinogradTransforms.add(
          sums, sumsAt, bias, biasAt, residual, residualAt, out, outAt, whole, n);
    }
    if (!activation.isBitClamp()) {
      VectorActivations.apply(out, outAt, n, activation);
    } else if (whole < n) {
      activation.clampBits(out, outAt + whole, n - whole);
    }
  }
}
