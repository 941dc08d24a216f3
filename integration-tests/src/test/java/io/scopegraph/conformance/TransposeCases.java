package io.scopegraph.conformance;

import com.google.common.collect.ImmutableList;
import io.scopegraph.op.Expand;
import io.scopegraph.op.Op;
import io.scopegraph.op.Transpose;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Transposing and repeating.
final class TransposeCases implements Cases {
  private static final long[][] IMAGES = {
    {1, 3, 5, 7}, {2, 13, 6, 4}, {1, 1, 17, 1}, {2, 207, 3, 3}, {1, 40, 33, 18}
  };

  @Override
  public Set<Class<? extends Op>> ops() {
    return Set.of(Expand.class, Transpose.class);
  }

  @Override
  public List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (DType dtype : Draw.DTYPES) {
      cases.add(transpose(new Draw(1).any(dtype, 6, 13), 1, 0));
      cases.add(transpose(new Draw(2).any(dtype, 2, 5, 7, 6), 0, 3, 1, 2));
      cases.add(transpose(new Draw(3).any(dtype, 2, 5, 7, 6), 3, 1, 0, 2));
      cases.add(expand(new Draw(4).any(dtype, 3, 1), 2, 1, 6));
      cases.add(expand(new Draw(5).any(dtype, 1, 4, 13), 5, 1, 13));
    }
    for (long[] dims : IMAGES) {
      cases.add(transpose(new Draw(6).floats(dims), 0, 2, 3, 1));
      cases.add(transpose(new Draw(7).floats(dims), 0, 3, 1, 2));
      cases.add(transpose(new Draw(8).floats(dims), 2, 0, 1, 3));
    }
    cases.add(transpose(new Draw(9).floats(207, 702), 1, 0));
    cases.add(transpose(new Draw(9).floats(3, 4, 5, 2, 6), 4, 1, 3, 0, 2));
    Tensor x = new Draw(10).floats(2, 3, 4);
    cases.add(transpose(x, 2, 0, 1));
    cases.add(Case.of("reversed", new Transpose(ImmutableList.of()), x, transposed(x, 2, 1, 0)));
    cases.add(expand(Tensor.scalar(3f), 4, 5));
    return cases;
  }

  private static Case transpose(Tensor x, Integer... permutation) {
    int[] order = new int[permutation.length];
    for (int axis = 0; axis < order.length; axis++) {
      order[axis] = permutation[axis];
    }
    return Case.of(
        x.spec() + " by " + List.of(permutation),
        Transpose.of(permutation),
        x,
        transposed(x, order));
  }

  private static Expected transposed(Tensor x, int... order) {
    long[] dims = new long[order.length];
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = x.shape().dim(order[axis]);
    }
    Shape shape = Shape.of(dims);
    return Expected.exactly(
        x.spec().withShape(shape),
        Grid.map(
            shape,
            index -> {
              int[] from = new int[order.length];
              for (int axis = 0; axis < order.length; axis++) {
                from[order[axis]] = index[axis];
              }
              return x.getDouble(Grid.flat(x.shape(), from));
            }));
  }

  private static Case expand(Tensor x, long... dims) {
    Shape shape = Shape.broadcast(x.shape(), Shape.of(dims)).orElseThrow();
    double[] values = Grid.map(shape, index -> x.getDouble(Grid.broadcast(x.shape(), index)));
    return Case.one(
        x.spec() + " to " + shape,
        new Expand(),
        List.of(Case.Input.fed(x), Case.Input.constant(dims)),
        _ -> Expected.exactly(x.spec().withShape(shape), values));
  }
}
