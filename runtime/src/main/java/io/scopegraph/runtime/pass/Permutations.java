package io.scopegraph.runtime.pass;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Permutations of axes, in the sense of [Transpose]: axis i of the result is axis `p[i]` of the
/// operand.
final class Permutations {
  private Permutations() {}

  static boolean isIdentity(List<Integer> permutation) {
    for (int axis = 0; axis < permutation.size(); axis++) {
      if (permutation.get(axis) != axis) {
        return false;
      }
    }
    return true;
  }

  static ImmutableList<Integer> inverse(List<Integer> permutation) {
    Integer[] inverse = new Integer[permutation.size()];
    for (int axis = 0; axis < inverse.length; axis++) {
      inverse[permutation.get(axis)] = axis;
    }
    return ImmutableList.copyOf(inverse);
  }

  /// The permutation that has the effect of `first` followed by `second`.
  static ImmutableList<Integer> compose(List<Integer> first, List<Integer> second) {
    return second.stream().map(first::get).collect(ImmutableList.toImmutableList());
  }

  /// What remains of a permutation when some axes are dropped.
  ///
  /// @param dropped for each axis of the result whether it goes
  static ImmutableList<Integer> without(List<Integer> permutation, boolean[] dropped) {
    List<Integer> left = new ArrayList<>();
    for (int axis = 0; axis < dropped.length; axis++) {
      if (!dropped[axis]) {
        left.add(permutation.get(axis));
      }
    }
    List<Integer> sorted = left.stream().sorted().toList();
    return left.stream().map(sorted::indexOf).collect(ImmutableList.toImmutableList());
  }

  /// Whether a permutation leaves the elements where they are, because it moves only axes of extent
  /// 1 past others.
  ///
  /// @param operand the shape before the permutation
  static boolean keepsOrder(List<Integer> permutation, Shape operand) {
    if (!operand.isRankKnown()) {
      return isIdentity(permutation);
    }
    int last = -1;
    for (int axis : permutation) {
      if (operand.dim(axis) != 1) {
        if (axis < last) {
          return false;
        }
        last = axis;
      }
    }
    return true;
  }

  /// The permuted shape.
  static Shape apply(List<Integer> permutation, Shape operand) {
    return Shape.of(permutation.stream().mapToLong(operand::dim).toArray());
  }

  /// The dims by which a reshape can produce a shape, with one unknown dim to be inferred; null if
  /// more are unknown, or one is unknown beside an extent of 0.
  static long @Nullable [] reshapeDims(Shape shape) {
    if (!shape.isRankKnown()) {
      return null;
    }
    long[] dims = shape.dims();
    long unknown = Arrays.stream(dims).filter(dim -> dim == Shape.UNKNOWN).count();
    boolean empty = Arrays.stream(dims).anyMatch(dim -> dim == 0);
    return unknown == 0 || (unknown == 1 && !empty) ? dims : null;
  }
}
