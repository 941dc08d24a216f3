package io.scopegraph.cpu.tier;

import io.scopegraph.cpu.kernel.RowKernels;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.UnaryFunction;

/// The row loops in two tiers, each loop for itself. Both tiers give the same bits, so that nobody
/// sees when a loop changes over.
final class TieredRowKernels implements RowKernels {
  private final RowKernels scalar;
  private final RowTiers tiers;

  TieredRowKernels(TierSet set) {
    this.scalar = set.scalar().rows();
    this.tiers = new RowTiers(set);
  }

  @Override
  public void unary(UnaryFunction function, float a, float b, float[] values, int at, int n) {
    if (function == UnaryFunction.EXP) {
      tiers.exp.kernels().rows().unary(function, a, b, values, at, n);
    } else if (function == UnaryFunction.ERF) {
      tiers.erf.kernels().rows().unary(function, a, b, values, at, n);
    } else {
      scalar.unary(function, a, b, values, at, n);
    }
  }

  @Override
  public void binary(
      BinaryFunction function,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      float[] out,
      int outAt,
      int n) {
    RowKernels rows =
        switch (function) {
          case ADD -> tiers.add.kernels().rows();
          case DIV -> tiers.divide.kernels().rows();
          case MAXIMUM -> tiers.greater.kernels().rows();
          case MINIMUM -> tiers.less.kernels().rows();
          case MUL -> tiers.multiply.kernels().rows();
          case PRELU -> tiers.prelu.kernels().rows();
          case SQUARED_DIFFERENCE -> tiers.squaredDifference.kernels().rows();
          case SUB -> tiers.subtract.kernels().rows();
          case MOD, POW, AND, EQUAL, GREATER, GREATER_EQUAL, LESS, LESS_EQUAL, NOT_EQUAL, OR, XOR ->
              scalar;
        };
    rows.binary(function, x, xAt, y, yAt, out, outAt, n);
  }

  @Override
  public void scaleShift(
      float[] x, int xAt, float scale, float shift, float[] out, int outAt, int n) {
    tiers.scaleShift.kernels().rows().scaleShift(x, xAt, scale, shift, out, outAt, n);
  }

  @Override
  public void scaleShift(
      float[] x,
      int xAt,
      float[] scale,
      int scaleAt,
      float[] shift,
      int shiftAt,
      float[] out,
      int outAt,
      int n) {
    tiers
        .scaleShiftRows
        .kernels()
        .rows()
        .scaleShift(x, xAt, scale, scaleAt, shift, shiftAt, out, outAt, n);
  }

  @Override
  public void addScaled(float[] x, int xAt, float factor, float[] out, int outAt, int n) {
    tiers.addScaled.kernels().rows().addScaled(x, xAt, factor, out, outAt, n);
  }

  @Override
  public float sum(float[] x, int at, int n) {
    return tiers.sum.kernels().rows().sum(x, at, n);
  }

  @Override
  public float maximum(float[] x, int at, int n) {
    return tiers.maximum.kernels().rows().maximum(x, at, n);
  }

  @Override
  public float minimum(float[] x, int at, int n) {
    return tiers.minimum.kernels().rows().minimum(x, at, n);
  }
}
