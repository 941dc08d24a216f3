package io.scopegraph.conformance;

import com.google.common.collect.ImmutableList;
import io.scopegraph.op.Concat;
import io.scopegraph.op.Op;
import io.scopegraph.op.Split;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Joining and cutting.
final class ConcatCases implements Cases {
  @Override
  public Set<Class<? extends Op>> ops() {
    return Set.of(Concat.class, Split.class);
  }

  @Override
  public List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (DType dtype : Draw.DTYPES) {
      for (int axis : new int[] {0, 1, -1}) {
        cases.add(concat(dtype, axis, new int[] {4, 1, 6}, 5, 3, 7));
        cases.add(split(dtype, axis, new int[] {4, 0, 6}, 5, 3, 7));
      }
    }
    cases.add(concat(DType.FLOAT32, 3, new int[] {13, 207, 16, 1}, 1, 9, 11, 0));
    cases.add(split(DType.FLOAT32, 3, new int[] {13, 207, 16, 1}, 2, 9, 11, 0));
    cases.add(concat(DType.FLOAT32, 0, new int[] {7}, 0));
    Tensor x = new Draw(9).floats(7);
    cases.add(
        Case.of(
            "example",
            new Split(0, 3, ImmutableList.of()),
            List.of(Case.Input.fed(x)),
            _ -> List.of(part(x, 0, 0, 3), part(x, 0, 3, 3), part(x, 0, 6, 1))));
    return cases;
  }

  private static Case concat(DType dtype, int axis, int[] extents, long... dims) {
    int at = axis < 0 ? axis + dims.length : axis;
    List<Tensor> pieces = new ArrayList<>();
    long total = 0;
    for (int extent : extents) {
      pieces.add(new Draw(extent).any(dtype, Shape.of(dims).withDim(at, extent).dims()));
      total += extent;
    }
    Shape shape = Shape.of(dims).withDim(at, total);
    double[] values =
        Grid.map(
            shape,
            index -> {
              int left = index[at];
              int piece = 0;
              while (left >= extents[piece]) {
                left -= extents[piece++];
              }
              index[at] = left;
              return pieces.get(piece).getDouble(Grid.flat(pieces.get(piece).shape(), index));
            });
    return Case.one(
        dtype + " along " + axis + " to " + shape,
        new Concat(axis),
        pieces.stream().map(Case.Input::fed).toList(),
        _ -> Expected.exactly(pieces.getFirst().spec().withShape(shape), values));
  }

  private static Case split(DType dtype, int axis, int[] extents, long... dims) {
    int at = axis < 0 ? axis + dims.length : axis;
    long total = 0;
    ImmutableList.Builder<Long> sizes = ImmutableList.builder();
    for (int extent : extents) {
      sizes.add((long) extent);
      total += extent;
    }
    Tensor x = new Draw(total).any(dtype, Shape.of(dims).withDim(at, total).dims());
    List<Expected> expected = new ArrayList<>();
    int first = 0;
    for (int extent : extents) {
      expected.add(part(x, at, first, extent));
      first += extent;
    }
    return Case.of(
        dtype + " along " + axis + " of " + x.shape(),
        new Split(axis, extents.length, sizes.build()),
        List.of(Case.Input.fed(x)),
        _ -> expected);
  }

  private static Expected part(Tensor x, int axis, int first, int extent) {
    Shape shape = x.shape().withDim(axis, extent);
    return Expected.exactly(
        x.spec().withShape(shape),
        Grid.map(
            shape,
            index -> {
              index[axis] += first;
              return x.getDouble(Grid.flat(x.shape(), index));
            }));
  }
}
