package io.scopegraph.tensorflow;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Slice;
import io.scopegraph.op.Squeeze;
import io.scopegraph.op.Unary;
import io.scopegraph.op.Unsqueeze;
import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// A slice in Python's words: for each position a range, an index that drops its axis, a new axis,
/// or an ellipsis for all axes that are not named.
final class StridedRanges {
  /// What a position is, as bits.
  ///
  /// @param begin positions that begin where the axis does
  /// @param end positions that end where the axis does
  record Masks(int begin, int end, int ellipsis, int newAxis, int shrink) {
    static Masks of(NodeContext node) {
      return new Masks(
          node.attributes().small("begin_mask", 0),
          node.attributes().small("end_mask", 0),
          node.attributes().small("ellipsis_mask", 0),
          node.attributes().small("new_axis_mask", 0),
          node.attributes().small("shrink_axis_mask", 0));
    }

    boolean areEmpty() {
      return (begin | end | ellipsis | newAxis | shrink) == 0;
    }
  }

  private final NodeContext node;
  private final long[] begin;
  private final long[] end;
  private final long[] strides;
  private final Masks masks;

  private final ImmutableLongArray.Builder axes = ImmutableLongArray.builder();
  private final ImmutableLongArray.Builder starts = ImmutableLongArray.builder();
  private final ImmutableLongArray.Builder ends = ImmutableLongArray.builder();
  private final ImmutableLongArray.Builder steps = ImmutableLongArray.builder();
  private final List<Integer> dropped = new ArrayList<>();
  private final List<Integer> inserted = new ArrayList<>();

  StridedRanges(NodeContext node, long[] begin, long[] end, long[] strides, Masks masks) {
    this.node = node;
    this.begin = begin;
    this.end = end;
    this.strides = strides;
    this.masks = masks;
    if (begin.length != strides.length || end.length != strides.length || strides.length > 31) {
      throw node.malformed(
          "expected as many beginnings and ends as strides, found %d, %d and %d"
              .formatted(begin.length, end.length, strides.length));
    }
    if (Integer.bitCount(masks.ellipsis) > 1) {
      throw node.malformed("there is more than one ellipsis");
    }
  }

  Value add() {
    Value x = node.input(0);
    walk(x);
    return apply(x, axes.build());
  }

  private void walk(Value x) {
    int axis = 0;
    int output = 0;
    for (int i = 0; i < strides.length; i++) {
      int bit = 1 << i;
      if ((masks.ellipsis & bit) != 0) {
        int skipped = Math.max(0, node.rank(x) - axis - consumedAfter(i));
        axis += skipped;
        output += skipped;
      } else if ((masks.newAxis & bit) != 0) {
        inserted.add(output++);
      } else if ((masks.shrink & bit) != 0) {
        range(axis, begin[i], begin[i] == -1 ? Long.MAX_VALUE : begin[i] + 1, 1);
        dropped.add(axis++);
      } else {
        plain(axis++, i, bit);
        output++;
      }
    }
  }

  /// The axes that the positions after one stand for.
  private int consumedAfter(int position) {
    int count = 0;
    for (int i = position + 1; i < strides.length; i++) {
      count += (masks.newAxis & (1 << i)) == 0 ? 1 : 0;
    }
    return count;
  }

  private void plain(int axis, int i, int bit) {
    boolean backward = strides[i] < 0;
    long from = begin[i];
    long to = end[i];
    if ((masks.begin & bit) != 0) {
      from = backward ? Long.MAX_VALUE : 0;
    }
    if ((masks.end & bit) != 0) {
      to = backward ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    if (from == 0 && to == Long.MAX_VALUE && strides[i] == 1) {
      return;
    }
    range(axis, from, to, strides[i]);
  }

  private void range(int axis, long from, long to, long step) {
    axes.add(axis);
    starts.add(from);
    ends.add(to);
    steps.add(step);
  }

  /// Slices, then drops axes, then adds new ones; what there is to do last gets the node's name.
  private Value apply(Value x, ImmutableLongArray sliced) {
    boolean drops = !dropped.isEmpty();
    boolean inserts = !inserted.isEmpty();
    Value value = x;
    if (!sliced.isEmpty()) {
      value = slice(value, sliced, !drops && !inserts);
    }
    if (drops) {
      Squeeze op = new Squeeze(ImmutableList.copyOf(dropped));
      value = inserts ? node.addPart("squeeze", op, value) : node.add(op, value);
    }
    if (inserts) {
      value = node.add(new Unsqueeze(ImmutableList.copyOf(inserted)), value);
    }
    boolean nothing = sliced.isEmpty() && !drops && !inserts;
    return nothing ? node.add(Unary.IDENTITY, x) : value;
  }

  private Value slice(Value x, ImmutableLongArray sliced, boolean last) {
    Value[] operands = {
      x,
      node.constantPart("starts", Tensor.vector(starts.build().toArray())),
      node.constantPart("ends", Tensor.vector(ends.build().toArray())),
      node.constantPart("axes", Tensor.vector(sliced.toArray())),
      node.constantPart("steps", Tensor.vector(steps.build().toArray()))
    };
    return last ? node.add(new Slice(), operands) : node.addPart("slice", new Slice(), operands);
  }
}
