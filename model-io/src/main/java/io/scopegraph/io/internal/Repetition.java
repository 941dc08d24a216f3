package io.scopegraph.io.internal;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Expand;
import io.scopegraph.op.Reshape;
import io.scopegraph.op.Unsqueeze;
import io.scopegraph.tensor.Tensor;

/// Copies of a value side by side, which our ops do not have as one.
public final class Repetition {
  private Repetition() {}

  /// Gives each axis a number of copies of its own: a new axis before it is broadcast, then both
  /// are merged.
  ///
  /// @param repeats the position of the input with the numbers, which have to be constant
  public static Value tile(ImportedNode node, Value x, int repeats) {
    int rank = node.rank(x);
    long[] counts = node.requireLongs(repeats, "the repeats");
    if (counts.length != rank) {
      throw node.malformed("expected %d repeats, found %d".formatted(rank, counts.length));
    }
    long[] target = new long[2 * rank];
    ImmutableList.Builder<Integer> inserted = ImmutableList.builder();
    TargetShape merged = new TargetShape(node, x);
    for (int axis = 0; axis < rank; axis++) {
      inserted.add(2 * axis);
      target[2 * axis] = counts[axis];
      target[2 * axis + 1] = 1;
      merged.scaled(axis, counts[axis]);
    }
    Value apart = node.addPart("unsqueeze", new Unsqueeze(inserted.build()), x);
    Value shape = node.constantPart("copies", Tensor.vector(target));
    Value expanded = node.addPart("expand", new Expand(), apart, shape);
    return node.add(new Reshape(true), expanded, merged.build("shape"));
  }
}
