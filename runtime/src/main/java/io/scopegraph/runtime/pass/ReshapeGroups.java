package io.scopegraph.runtime.pass;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A reshape seen as groups of neighbouring axes that are merged or split, each for itself: (2, 3,
/// 4, 5) to (2, 12, 5) has the groups {2}, {3, 4} and {5}. Axes of extent 1 belong to no group.
final class ReshapeGroups {
  private record Group(ImmutableList<Integer> before, ImmutableList<Integer> after) {}

  /// The reshape of a permuted operand.
  ///
  /// @param shape what the new reshape gives
  /// @param order by which permutation the old result is a transpose of that
  record Permuted(Shape shape, ImmutableList<Integer> order) {}

  private ReshapeGroups() {}

  /// The reshape that does to a permuted operand what the old one does to the operand itself; null
  /// if the permutation tears a group apart.
  ///
  /// @param order by which permutation the operand is a transpose of the permuted one
  static @Nullable Permuted permute(Shape before, Shape after, List<Integer> order) {
    if (!before.isFullyDefined() || !after.isFullyDefined() || before.elementCount() == 0) {
      return null;
    }
    List<Group> groups = new ArrayList<>(groups(before, after));
    for (Group group : groups) {
      if (!staysTogether(group, before, order)) {
        return null;
      }
    }
    List<Integer> places =
        IntStream.range(0, after.rank()).filter(axis -> after.dim(axis) != 1).boxed().toList();
    groups.sort(Comparator.comparing(group -> order.get(group.before.getFirst())));
    long[] dims = after.dims();
    Integer[] result = IntStream.range(0, after.rank()).boxed().toArray(Integer[]::new);
    int next = 0;
    for (Group group : groups) {
      for (int axis : group.after) {
        dims[places.get(next)] = after.dim(axis);
        result[axis] = places.get(next++);
      }
    }
    return new Permuted(Shape.of(dims), ImmutableList.copyOf(result));
  }

  /// Equal numbers of elements make the two walks over the axes end together.
  private static List<Group> groups(Shape before, Shape after) {
    List<Group> groups = new ArrayList<>();
    int from = 0;
    int to = 0;
    while (from < before.rank()) {
      ImmutableList.Builder<Integer> merged = ImmutableList.builder();
      ImmutableList.Builder<Integer> split = ImmutableList.builder();
      long left = 1;
      long right = 1;
      do {
        if (left <= right && from < before.rank()) {
          left *= before.dim(from);
          add(merged, before, from++);
        } else {
          right *= after.dim(to);
          add(split, after, to++);
        }
      } while (left != right);
      Group group = new Group(merged.build(), split.build());
      if (!group.before.isEmpty()) {
        groups.add(group);
      }
    }
    return groups;
  }

  private static void add(ImmutableList.Builder<Integer> axes, Shape shape, int axis) {
    if (shape.dim(axis) != 1) {
      axes.add(axis);
    }
  }

  /// Whether the axes of a group keep their order and no other axis comes between them.
  private static boolean staysTogether(Group group, Shape before, List<Integer> order) {
    int first = order.get(group.before.getFirst());
    int last = order.get(group.before.getLast());
    int previous = -1;
    for (int axis : group.before) {
      if (order.get(axis) < previous) {
        return false;
      }
      previous = order.get(axis);
    }
    long between =
        IntStream.range(0, before.rank())
            .filter(axis -> before.dim(axis) != 1)
            .filter(axis -> order.get(axis) >= first && order.get(axis) <= last)
            .count();
    return between == group.before.size();
  }
}
