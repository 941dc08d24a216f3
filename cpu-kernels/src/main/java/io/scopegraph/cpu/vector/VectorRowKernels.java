package io.scopegraph.cpu.vector;

import io.scopegraph.cpu.kernel.RowFunctions;
import io.scopegraph.cpu.kernel.RowKernels;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.UnaryFunction;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The row loops on the Vector API: full vectors, then one masked vector for the rest.
final class VectorRowKernels implements RowKernels {
  private static final VectorSpecies<Float> S = Lanes.SPECIES;
  private static final int LANES = Lanes.COUNT;

  @Override
  public void unary(UnaryFunction function, float a, float b, float[] values, int at, int n) {
    if (function == UnaryFunction.EXP) {
      VectorErrorFunction.exp(values, at, n);
    } else if (function == UnaryFunction.ERF) {
      VectorErrorFunction.erf(values, at, n);
    } else {
      RowFunctions.unary(function, a, b, values, at, n);
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
    switch (function) {
      case ADD -> VectorArithmetic.add(x, xAt, y, yAt, out, outAt, n);
      case DIV -> VectorArithmetic.divide(x, xAt, y, yAt, out, outAt, n);
      case MAXIMUM -> VectorArithmetic.maximum(x, xAt, y, yAt, out, outAt, n);
      case MINIMUM -> VectorArithmetic.minimum(x, xAt, y, yAt, out, outAt, n);
      case MUL -> VectorArithmetic.multiply(x, xAt, y, yAt, out, outAt, n);
      case PRELU -> VectorArithmetic.prelu(x, xAt, y, yAt, out, outAt, n);
      case SQUARED_DIFFERENCE -> VectorArithmetic.squaredDifference(x, xAt, y, yAt, out, outAt, n);
      case SUB -> VectorArithmetic.subtract(x, xAt, y, yAt, out, outAt, n);
      case MOD, POW, AND, EQUAL, GREATER, GREATER_EQUAL, LESS, LESS_EQUAL, NOT_EQUAL, OR, XOR ->
          RowFunctions.binary(function, x, xAt, y, yAt, out, outAt, n);
    }
  }

  @Override
  public void scaleShift(
      float[] x, int xAt, float scale, float shift, float[] out, int outAt, int n) {
    FloatVector scales = FloatVector.broadcast(S, scale);
    FloatVector shifts = FloatVector.broadcast(S, shift);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector.fromArray(S, x, xAt + i).fma(scales, shifts).intoArray(out, outAt + i);
    }
    if (i < n) {
      VectorMask<Float> rest = S.indexInRange(i, n);
      FloatVector.fromArray(S, x, xAt + i, rest)
          .fma(scales, shifts)
          .intoArray(out, outAt + i, rest);
    }
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
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector.fromArray(S, x, xAt + i)
          .fma(
              FloatVector.fromArray(S, scale, scaleAt + i),
              FloatVector.fromArray(S, shift, shiftAt + i))
          .intoArray(out, outAt + i);
    }
    if (i < n) {
      VectorMask<Float> rest = S.indexInRange(i, n);
      FloatVector.fromArray(S, x, xAt + i, rest)
          .fma(
              FloatVector.fromArray(S, scale, scaleAt + i, rest),
              FloatVector.fromArray(S, shift, shiftAt + i, rest))
          .intoArray(out, outAt + i, rest);
    }
  }

  @Override
  public void addScaled(float[] x, int xAt, float factor, float[] out, int outAt, int n) {
    FloatVector factors = FloatVector.broadcast(S, factor);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector.fromArray(S, x, xAt + i)
          .fma(factors, FloatVector.fromArray(S, out, outAt + i))
          .intoArray(out, outAt + i);
    }
    if (i < n) {
      VectorMask<Float> rest = S.indexInRange(i, n);
      FloatVector.fromArray(S, x, xAt + i, rest)
          .fma(factors, FloatVector.fromArray(S, out, outAt + i, rest))
          .intoArray(out, outAt + i, rest);
    }
  }

  /// As many vectors of partial sums as make up the 16 of [RowKernels#sum]; the others stay unused.
  @Override
  public float sum(float[] x, int at, int n) {
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int i = 0;
    for (; i <= n - RowKernels.PARTIAL_SUMS; i += RowKernels.PARTIAL_SUMS) {
      s0 = s0.add(FloatVector.fromArray(S, x, at + i));
      if (LANES < 16) {
        s1 = s1.add(FloatVector.fromArray(S, x, at + i + LANES));
      }
      if (LANES < 8) {
        s2 = s2.add(FloatVector.fromArray(S, x, at + i + 2 * LANES));
        s3 = s3.add(FloatVector.fromArray(S, x, at + i + 3 * LANES));
      }
    }
    if (i < n) {
      s0 = s0.add(FloatVector.fromArray(S, x, at + i, S.indexInRange(i, n)));
      if (LANES < 16) {
        s1 = s1.add(FloatVector.fromArray(S, x, at + i + LANES, S.indexInRange(i + LANES, n)));
      }
      if (LANES < 8) {
        int j = i + 2 * LANES;
        s2 = s2.add(FloatVector.fromArray(S, x, at + j, S.indexInRange(j, n)));
        s3 = s3.add(FloatVector.fromArray(S, x, at + j + LANES, S.indexInRange(j + LANES, n)));
      }
    }
    return LaneSum.of(LANES < 8 ? s0.add(s2).add(s1.add(s3)) : s0.add(s1));
  }

  @Override
  public float maximum(float[] x, int at, int n) {
    FloatVector most = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      most = most.max(FloatVector.fromArray(S, x, at + i));
    }
    float result = most.reduceLanes(VectorOperators.MAX);
    for (; i < n; i++) {
      result = Math.max(result, x[at + i]);
    }
    return result;
  }

  @Override
  public float minimum(float[] x, int at, int n) {
    FloatVector least = FloatVector.broadcast(S, Float.POSITIVE_INFINITY);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      least = least.min(FloatVector.fromArray(S, x, at + i));
    }
    float result = least.reduceLanes(VectorOperators.MIN);
    for (; i < n; i++) {
      result = Math.min(result, x[at + i]);
    }
    return result;
  }
}
