package io.scopegraph.conformance;

import io.scopegraph.op.Epilogue;
import io.scopegraph.op.Gemm;
import io.scopegraph.op.MatMul;
import io.scopegraph.op.Op;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Matrix products.
final class MatMulCases implements Cases {
  private static final Epilogue FULL = new Epilogue(true, true, Unary.of(UnaryFunction.SIGMOID));
  private static final long[][] SIZES = {
    {1, 1, 1}, {4, 6, 13}, {1, 207, 33}, {13, 1, 4}, {6, 0, 4}, {33, 70, 65}, {207, 13, 6}
  };

  @Override
  public Set<Class<? extends Op>> ops() {
    return Set.of(Gemm.class, MatMul.class);
  }

  @Override
  public List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (boolean transposeA : new boolean[] {false, true}) {
      for (boolean transposeB : new boolean[] {false, true}) {
        MatMul plain = new MatMul(transposeA, transposeB, Epilogue.NONE);
        for (long[] size : SIZES) {
          for (boolean constant : new boolean[] {false, true}) {
            cases.add(matMul(plain, DType.FLOAT32, constant, shape(), shape(), size));
            cases.add(
                matMul(plain.withEpilogue(FULL), DType.FLOAT32, constant, shape(), shape(), size));
          }
        }
        cases.add(matMul(plain, DType.FLOAT32, false, shape(5), shape(), 4, 6, 13));
        cases.add(matMul(plain, DType.FLOAT32, true, shape(5), shape(), 4, 6, 13));
        cases.add(matMul(plain, DType.FLOAT32, false, shape(2, 1), shape(3), 4, 6, 13));
        cases.add(matMul(plain, DType.FLOAT32, true, shape(3), shape(2, 1), 4, 6, 13));
        cases.add(
            matMul(plain.withEpilogue(FULL), DType.FLOAT32, false, shape(3), shape(3), 4, 6, 13));
        for (DType dtype : Draw.DTYPES) {
          if (dtype != DType.BOOL && dtype != DType.FLOAT32) {
            cases.add(matMul(plain, dtype, false, shape(2, 1), shape(3), 4, 6, 5));
          }
        }
        for (Shape c : List.of(shape(13), shape(1, 13), shape(4, 1), shape(4, 13), shape())) {
          cases.add(gemm(new Gemm(1, 1, transposeA, transposeB), true, c));
          cases.add(gemm(new Gemm(0.5, 2, transposeA, transposeB), false, c));
        }
        cases.add(gemm(new Gemm(2, 0, transposeA, transposeB), true, shape(13)));
      }
    }
    return cases;
  }

  private static Shape shape(long... dims) {
    return Shape.of(dims);
  }

  private static Tensor operand(
      Draw draw, DType dtype, Shape batch, boolean transposed, long rows, long columns) {
    long[] dims = new long[batch.rank() + 2];
    System.arraycopy(batch.dims(), 0, dims, 0, batch.rank());
    dims[batch.rank()] = transposed ? columns : rows;
    dims[batch.rank() + 1] = transposed ? rows : columns;
    return draw.of(dtype, dtype.isInteger() && dtype.minInteger() == 0 ? 0 : -2, 2, dims);
  }

  private static Case matMul(
      MatMul op, DType dtype, boolean constant, Shape batchA, Shape batchB, long... size) {
    Draw draw = new Draw(size[1]);
    Tensor a = operand(draw, dtype, batchA, op.transposeA(), size[0], size[1]);
    Tensor b = operand(draw, dtype, batchB, op.transposeB(), size[1], size[2]);
    Shape batch = Shape.broadcast(batchA, batchB).orElseThrow();
    long[] dims = new long[batch.rank() + 2];
    System.arraycopy(batch.dims(), 0, dims, 0, batch.rank());
    dims[batch.rank()] = size[0];
    dims[batch.rank() + 1] = size[2];
    Shape shape = Shape.of(dims);
    List<Case.Input> inputs = new ArrayList<>();
    inputs.add(Case.Input.fed(a));
    inputs.add(new Case.Input(b, !constant));
    if (op.epilogue().bias()) {
      inputs.add(Case.Input.constant(draw.floats(size[2])));
      inputs.add(Case.Input.fed(draw.floats(dims)));
    }
    return Case.one(
        "%s%s %s%s %s%s"
            .formatted(
                a.spec(),
                op.transposeA() ? "'" : "",
                b.spec(),
                op.transposeB() ? "'" : "",
                op.epilogue(),
                constant ? " packed" : ""),
        op,
        inputs,
        tensors -> {
          double[] magnitudes = new double[(int) shape.elementCount()];
          double[] values =
              products(a, b, op.transposeA(), op.transposeB(), shape, size[1], magnitudes);
          return EpilogueReference.apply(
              op.epilogue(),
              shape.rank() - 1,
              a.spec().withShape(shape),
              values,
              magnitudes,
              size[1],
              tensors);
        });
  }

  private static Case gemm(Gemm op, boolean constant, Shape shapeC) {
    Draw draw = new Draw(3);
    Tensor a = operand(draw, DType.FLOAT32, shape(), op.transposeA(), 4, 6);
    Tensor b = operand(draw, DType.FLOAT32, shape(), op.transposeB(), 6, 13);
    Tensor c = draw.floats(shapeC.dims());
    Shape shape = shape(4, 13);
    double[] magnitudes = new double[4 * 13];
    double[] values = products(a, b, op.transposeA(), op.transposeB(), shape, 6, magnitudes);
    for (int i = 0; i < values.length; i++) {
      double added = op.beta() * c.getDouble(Grid.broadcast(shapeC, Grid.index(shape, i)));
      values[i] = op.alpha() * values[i] + added;
      magnitudes[i] = op.alpha() * magnitudes[i] + Math.abs(added);
    }
    return Case.one(
        "%s%s c %s %s"
            .formatted(op.transposeA() ? "'" : "", op.transposeB() ? "'" : "", shapeC, op.alpha()),
        op,
        List.of(Case.Input.fed(a), new Case.Input(b, !constant), Case.Input.fed(c)),
        _ -> Expected.sums(a.spec().withShape(shape), values, magnitudes, 8));
  }

  private static double[] products(
      Tensor a,
      Tensor b,
      boolean transposeA,
      boolean transposeB,
      Shape shape,
      long k,
      double[] magnitudes) {
    int rank = shape.rank();
    double[] values = new double[(int) shape.elementCount()];
    for (int i = 0; i < values.length; i++) {
      int[] index = Grid.index(shape, i);
      for (int term = 0; term < k; term++) {
        int[] left = index.clone();
        left[rank - 2] = transposeA ? term : index[rank - 2];
        left[rank - 1] = transposeA ? index[rank - 2] : term;
        int[] right = index.clone();
        right[rank - 2] = transposeB ? index[rank - 1] : term;
        right[rank - 1] = transposeB ? term : index[rank - 1];
        double product =
            a.getDouble(Grid.broadcast(a.shape(), left))
                * b.getDouble(Grid.broadcast(b.shape(), right));
        values[i] += product;
        magnitudes[i] += Math.abs(product);
      }
    }
    return values;
  }
}
