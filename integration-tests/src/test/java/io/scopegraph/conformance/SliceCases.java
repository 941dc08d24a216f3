package io.scopegraph.conformance;

import io.scopegraph.op.Op;
import io.scopegraph.op.Slice;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

final class SliceCases implements Cases {
  @Override
  public Set<Class<? extends Op>> ops() {
    return Set.of(Slice.class);
  }

  @Override
  public List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (DType dtype : Draw.DTYPES) {
      Tensor x = new Draw(1).any(dtype, 5, 6, 13);
      cases.add(slice("a block " + dtype, x, two(1, 2), two(4, -1), two(0, 2), two(1, 1)));
      cases.add(slice("steps " + dtype, x, two(0, 1), two(5, 13), two(1, 2), two(2, 3)));
    }
    Tensor x = new Draw(2).floats(5, 6, 13);
    long max = Long.MAX_VALUE;
    long min = Long.MIN_VALUE;
    cases.add(slice("reversed", x, two(-1, -1), two(min, min), two(0, 2), two(-1, -2)));
    cases.add(slice("clamped", x, two(-100, 2), two(max, 100), two(-3, -1), two(1, 1)));
    cases.add(slice("empty", x, two(3, 0), two(3, 13), two(0, 2), two(1, 1)));
    cases.add(slice("huge step", x, two(1, 0), two(max, 13), two(0, 2), two(max, 1)));
    Tensor five = new Draw(3).floats(5);
    cases.add(
        slice("example", five, new long[] {3}, new long[] {-6}, new long[] {0}, new long[] {-1}));
    return cases;
  }

  private static long[] two(long a, long b) {
    return new long[] {a, b};
  }

  /// Python's rule, one index after the other.
  private static Case slice(
      String name, Tensor x, long[] starts, long[] ends, long[] axes, long[] steps) {
    List<List<Integer>> taken = new ArrayList<>();
    for (int axis = 0; axis < x.shape().rank(); axis++) {
      List<Integer> indices = new ArrayList<>();
      for (int i = 0; i < x.shape().dim(axis); i++) {
        indices.add(i);
      }
      taken.add(indices);
    }
    for (int i = 0; i < axes.length; i++) {
      int axis = (int) (axes[i] < 0 ? axes[i] + x.shape().rank() : axes[i]);
      taken.set(axis, indices((int) x.shape().dim(axis), starts[i], ends[i], steps[i]));
    }
    Shape shape = Shape.of(taken.stream().mapToLong(List::size).toArray());
    double[] values =
        Grid.map(
            shape,
            index -> {
              for (int axis = 0; axis < index.length; axis++) {
                index[axis] = taken.get(axis).get(index[axis]);
              }
              return x.getDouble(Grid.flat(x.shape(), index));
            });
    return Case.one(
        name,
        new Slice(),
        List.of(
            Case.Input.fed(x),
            Case.Input.constant(starts),
            Case.Input.constant(ends),
            Case.Input.constant(axes),
            Case.Input.constant(steps)),
        _ -> Expected.exactly(x.spec().withShape(shape), values));
  }

  private static List<Integer> indices(int extent, long start, long end, long step) {
    double from = start < 0 ? (double) start + extent : start;
    double to = end < 0 ? (double) end + extent : end;
    List<Integer> indices = new ArrayList<>();
    if (step > 0) {
      for (double i = Math.max(from, 0); i < Math.min(to, extent); i += step) {
        indices.add((int) i);
      }
    } else {
      for (double i = Math.min(from, extent - 1); i > Math.max(to, -1); i += step) {
        indices.add((int) i);
      }
    }
    return indices;
  }
}
