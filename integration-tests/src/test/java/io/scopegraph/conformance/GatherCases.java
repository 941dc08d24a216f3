package io.scopegraph.conformance;

import io.scopegraph.op.Gather;
import io.scopegraph.op.Op;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

final class GatherCases implements Cases {
  @Override
  public Set<Class<? extends Op>> ops() {
    return Set.of(Gather.class);
  }

  @Override
  public List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (DType dtype : Draw.DTYPES) {
      Tensor x = new Draw(1).any(dtype, 5, 4, 13);
      for (int axis : new int[] {0, 1, -1}) {
        cases.add(gather(x, axis, Tensor.ofLongs(Shape.of(2, 3), 0, -1, 3, 2, -4, 0)));
      }
    }
    Tensor x = new Draw(2).floats(5, 2);
    cases.add(gather(x, 0, Tensor.ofInts(Shape.of(3), 4, 0, -5)));
    cases.add(gather(x, 1, Tensor.scalar(-1)));
    return cases;
  }

  private static Case gather(Tensor x, int axis, Tensor indices) {
    int at = axis < 0 ? axis + x.shape().rank() : axis;
    int inner = indices.shape().rank();
    List<Long> dims = new ArrayList<>();
    for (int i = 0; i < x.shape().rank(); i++) {
      if (i != at) {
        dims.add(x.shape().dim(i));
        continue;
      }
      for (int k = 0; k < inner; k++) {
        dims.add(indices.shape().dim(k));
      }
    }
    Shape shape = Shape.of(dims.stream().mapToLong(Long::longValue).toArray());
    double[] values =
        Grid.map(
            shape,
            index -> {
              int[] pick = new int[inner];
              System.arraycopy(index, at, pick, 0, inner);
              long picked = indices.getLong(Grid.flat(indices.shape(), pick));
              int[] from = new int[x.shape().rank()];
              for (int i = 0; i < from.length; i++) {
                from[i] = i < at ? index[i] : i > at ? index[i + inner - 1] : 0;
              }
              from[at] = (int) (picked < 0 ? picked + x.shape().dim(at) : picked);
              return x.getDouble(Grid.flat(x.shape(), from));
            });
    return Case.one(
        x.spec() + " along " + axis + " by " + indices.spec(),
        new Gather(axis),
        List.of(Case.Input.fed(x), Case.Input.fed(indices)),
        _ -> Expected.exactly(x.spec().withShape(shape), values));
  }
}
