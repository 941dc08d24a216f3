package io.scopegraph.tensorflow;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Longs;
import io.scopegraph.graph.Value;
import io.scopegraph.io.internal.ImportedModel;
import io.scopegraph.op.Concat;
import io.scopegraph.op.Split;
import io.scopegraph.op.Squeeze;
import io.scopegraph.op.Unary;
import io.scopegraph.op.Unsqueeze;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Ops that join values and cut them into pieces along an axis.
final class JoinImporter {
  private JoinImporter() {}

  /// The axis is the first input.
  static Value concat(NodeContext node) {
    return concat(node, 0, 1, node.inputCount());
  }

  /// The axis is the last input.
  static Value concatV2(NodeContext node) {
    return concat(node, node.inputCount() - 1, 0, node.inputCount() - 1);
  }

  private static Value concat(NodeContext node, int axis, int from, int to) {
    if (to <= from) {
      throw node.malformed("expected values to join, found none");
    }
    List<Value> values = new ArrayList<>();
    for (int input = from; input < to; input++) {
      values.add(node.input(input));
    }
    return node.add(new Concat(node.axis(axis)), values.toArray(Value[]::new));
  }

  /// Joins along a new axis.
  static Value pack(NodeContext node) {
    Unsqueeze added = new Unsqueeze(ImmutableList.of(node.attributes().small("axis", 0)));
    List<Value> inputs = node.inputs();
    if (inputs.size() == 1) {
      return node.add(added, inputs.getFirst());
    }
    Value[] raised =
        inputs.stream().map(x -> node.addPart("unsqueeze", added, x)).toArray(Value[]::new);
    int axis = node.attributes().small("axis", 0);
    if (axis < 0) {
      axis += node.rank(raised[0]);
    }
    return node.add(new Concat(axis), raised);
  }

  /// The pieces of extent 1, without the axis.
  static Value unpack(NodeContext node) {
    Value x = node.input(0);
    int axis = node.axis((long) node.attributes().small("axis", 0), node.rank(x));
    int count = pieces(node, "num");
    Squeeze dropped = new Squeeze(ImmutableList.of(axis));
    if (count == 1) {
      return node.add(dropped, x);
    }
    ImmutableList<Long> ones =
        Stream.generate(() -> 1L).limit(count).collect(ImmutableList.toImmutableList());
    Value split = node.addPart("split", new Split(axis, count, ones), x);
    List<Value> pieces = new ArrayList<>();
    for (int slot = 0; slot < count; slot++) {
      pieces.add(node.add(dropped, new Value(split.node(), slot)));
    }
    return node.give(pieces);
  }

  /// Equal pieces; the axis is the first input.
  static Value split(NodeContext node) {
    int count = pieces(node, "num_split");
    Value x = node.input(1);
    int axis = node.axis(0);
    return count == 1
        ? node.add(Unary.IDENTITY, x)
        : node.add(new Split(axis, count, ImmutableList.of()), x);
  }

  /// Pieces of given sizes, one of which may be -1 for the rest; the axis is the third input.
  static Value splitV(NodeContext node) {
    Value x = node.input(0);
    int axis = node.axis(2);
    long[] sizes = node.requireLongs(1, "the sizes of the pieces");
    int rest = -1;
    long sum = 0;
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] == -1) {
        rest = i;
      } else {
        sum = Math.addExact(sum, sizes[i]);
      }
    }
    if (rest >= 0) {
      int at = node.axis((long) axis, node.rank(x));
      if (!node.shape(x).isKnown(at)) {
        throw node.unsupported("the extent must be known for a piece of size -1");
      }
      sizes[rest] = node.shape(x).dim(at) - sum;
    }
    ImmutableList<Long> list = ImmutableList.copyOf(Longs.asList(sizes));
    return node.add(new Split(axis, sizes.length, list), x);
  }

  private static int pieces(NodeContext node, String attribute) {
    int count = node.attributes().small(attribute, 0);
    if (count <= 0 || count > ImportedModel.MAX_LIST) {
      throw node.malformed("attribute %s is out of range: %d".formatted(attribute, count));
    }
    return count;
  }
}
