package io.scopegraph.runtime.pass;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.BatchNorm;
import io.scopegraph.op.BiasAdd;
import io.scopegraph.op.Binary;
import io.scopegraph.op.Cast;
import io.scopegraph.op.Concat;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Flatten;
import io.scopegraph.op.Gather;
import io.scopegraph.op.Op;
import io.scopegraph.op.Pad;
import io.scopegraph.op.Reduce;
import io.scopegraph.op.Reshape;
import io.scopegraph.op.Resize;
import io.scopegraph.op.Slice;
import io.scopegraph.op.Softmax;
import io.scopegraph.op.Split;
import io.scopegraph.op.Squeeze;
import io.scopegraph.op.Unary;
import io.scopegraph.op.Unsqueeze;
import io.scopegraph.runtime.pass.PermutedNode.Operand;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// For each kind of node that can compute on permuted operands, how it does.
final class PermutedNodes {
  private final Graph graph;
  private final Function<Value, @Nullable ImmutableList<Integer>> permutations;

  /// @param permutations by which permutation a value is a transpose of another one; null if it is
  ///   none
  PermutedNodes(Graph graph, Function<Value, @Nullable ImmutableList<Integer>> permutations) {
    this.graph = graph;
    this.permutations = permutations;
  }

  /// Null if the node needs its operands as they are.
  @Nullable PermutedNode of(Node node) {
    if (node.op() instanceof Binary || node.op() instanceof Concat) {
      return joining(node);
    }
    if (node.inputs().isEmpty()) {
      return null;
    }
    ImmutableList<Integer> order = permutations.apply(node.inputs().getFirst());
    return order == null ? null : single(node, order);
  }

  private @Nullable PermutedNode joining(Node node) {
    ImmutableList<Integer> order = null;
    for (Value input : node.inputs()) {
      ImmutableList<Integer> own = permutations.apply(input);
      order = order == null ? own : order;
    }
    Shape result = node.outputs().getFirst().shape();
    if (order == null || !result.isRankKnown() || result.rank() != order.size()) {
      return null;
    }
    ImmutableList<Integer> inverse = Permutations.inverse(order);
    ImmutableList.Builder<Operand> operands = ImmutableList.builder();
    for (int input = 0; input < node.inputs().size(); input++) {
      Value value = node.inputs().get(input);
      boolean mayAlign = node.op() instanceof Binary || graph.constant(value) != null;
      if (order.equals(permutations.apply(value))) {
        operands.add(new Operand.Permuted(input));
      } else if (mayAlign && Alignment.isFree(graph, value, inverse)) {
        operands.add(new Operand.Aligned(input));
      } else {
        return null;
      }
    }
    Op op =
        node.op() instanceof Concat(int axis)
            ? new Concat(order.get(from0(axis, order)))
            : node.op();
    return new PermutedNode(op, operands.build(), order, order);
  }

  private @Nullable PermutedNode single(Node node, ImmutableList<Integer> order) {
    if (node.op() instanceof Unary || node.op() instanceof Cast) {
      return plain(node, node.op(), order, order);
    }
    if (node.op() instanceof Softmax softmax) {
      Op op = new Softmax(order.get(from0(softmax.axis(), order)), softmax.logarithm());
      return plain(node, op, order, order);
    }
    if (node.op() instanceof Split split) {
      Op op = new Split(order.get(from0(split.axis(), order)), split.pieces(), split.sizes());
      return plain(node, op, order, order);
    }
    if (node.op() instanceof Reduce reduce) {
      return reduce(node, reduce, order);
    }
    if (node.op() instanceof BiasAdd(DataFormat format)) {
      DataFormat changed = format(order.get(format.channelAxis(order.size())), order.size());
      return changed == null ? null : plain(node, new BiasAdd(changed), order, order);
    }
    if (node.op() instanceof BatchNorm norm) {
      DataFormat changed = format(order.get(norm.format().channelAxis(order.size())), order.size());
      return changed == null ? null : plain(node, norm.withFormat(changed), order, order);
    }
    if (node.op() instanceof Squeeze squeeze) {
      return squeeze(node, squeeze, order);
    }
    if (node.op() instanceof Unsqueeze unsqueeze) {
      return unsqueeze(node, unsqueeze, order);
    }
    if (node.op() instanceof Gather gather) {
      return gather(node, gather, order);
    }
    if (node.op() instanceof Slice) {
      return slice(node, order);
    }
    if (node.op() instanceof Pad) {
      return pad(node, order);
    }
    if (node.op() instanceof Reshape || node.op() instanceof Flatten) {
      return reshape(node, order);
    }
    return node.op() instanceof Resize resize ? resize(node, resize, order) : null;
  }

  /// The first operand permuted, the others as they are.
  private static PermutedNode plain(
      Node node, Op op, ImmutableList<Integer> order, ImmutableList<Integer> result) {
    ImmutableList.Builder<Operand> operands = ImmutableList.builder();
    operands.add(new Operand.Permuted(0));
    for (int input = 1; input < node.inputs().size(); input++) {
      operands.add(new Operand.Plain(input));
    }
    return new PermutedNode(op, operands.build(), order, result);
  }

  private static PermutedNode literal(
      Node node, int input, Tensor value, ImmutableList<Integer> order) {
    List<Operand> operands = new ArrayList<>(plain(node, node.op(), order, order).operands());
    operands.set(input, new Operand.Literal(value));
    return new PermutedNode(node.op(), ImmutableList.copyOf(operands), order, order);
  }

  private static PermutedNode reduce(Node node, Reduce reduce, ImmutableList<Integer> order) {
    boolean[] mask = reduce.mask(order.size());
    Op op = new Reduce(reduce.function(), moved(mask, order), reduce.keepDims());
    return plain(node, op, order, reduce.keepDims() ? order : Permutations.without(order, mask));
  }

  private @Nullable PermutedNode squeeze(Node node, Squeeze squeeze, ImmutableList<Integer> order) {
    Shape x = graph.spec(node.inputs().getFirst()).shape();
    if (squeeze.axes().isEmpty() && !x.isFullyDefined()) {
      return null;
    }
    boolean[] dropped = new boolean[order.size()];
    for (int axis = 0; axis < dropped.length; axis++) {
      dropped[axis] = squeeze.axes().isEmpty() && x.dim(axis) == 1;
    }
    for (int axis : squeeze.axes()) {
      dropped[from0(axis, order)] = true;
    }
    ImmutableList<Integer> axes = moved(dropped, order);
    return axes.isEmpty()
        ? null
        : plain(node, new Squeeze(axes), order, Permutations.without(order, dropped));
  }

  private static PermutedNode unsqueeze(
      Node node, Unsqueeze unsqueeze, ImmutableList<Integer> order) {
    int rank = order.size() + unsqueeze.axes().size();
    boolean[] inserted = new boolean[rank];
    for (int axis : unsqueeze.axes()) {
      inserted[axis < 0 ? axis + rank : axis] = true;
    }
    int[] others = IntStream.range(0, rank).filter(axis -> !inserted[axis]).toArray();
    Integer[] result = new Integer[rank];
    int next = 0;
    for (int axis = 0; axis < rank; axis++) {
      result[axis] = inserted[axis] ? axis : others[order.get(next++)];
    }
    return plain(node, unsqueeze, order, ImmutableList.copyOf(result));
  }

  private @Nullable PermutedNode gather(Node node, Gather gather, ImmutableList<Integer> order) {
    Shape indices = graph.spec(node.inputs().get(1)).shape();
    if (!indices.isRankKnown() || indices.rank() > 1) {
      return null;
    }
    int axis = from0(gather.axis(), order);
    boolean[] dropped = new boolean[order.size()];
    dropped[axis] = true;
    return plain(
        node,
        new Gather(order.get(axis)),
        order,
        indices.rank() == 1 ? order : Permutations.without(order, dropped));
  }

  private @Nullable PermutedNode slice(Node node, ImmutableList<Integer> order) {
    Shape starts = graph.spec(node.inputs().get(1)).shape();
    Tensor axes = node.inputs().size() > 3 ? graph.constant(node.inputs().get(3)) : null;
    if (axes == null && node.inputs().size() > 3) {
      return null;
    }
    if (axes == null && !starts.isFullyDefined()) {
      return null;
    }
    long[] moved =
        axes == null
            ? IntStream.range(0, (int) starts.dim(0)).mapToLong(order::get).toArray()
            : IntStream.range(0, (int) axes.elementCount())
                .mapToLong(i -> order.get(from0(Ints.checkedCast(axes.getLong(i)), order)))
                .toArray();
    List<Operand> operands = new ArrayList<>(plain(node, node.op(), order, order).operands());
    Operand literal = new Operand.Literal(Tensor.vector(moved));
    if (operands.size() > 3) {
      operands.set(3, literal);
    } else {
      operands.add(literal);
    }
    return new PermutedNode(node.op(), ImmutableList.copyOf(operands), order, order);
  }

  private @Nullable PermutedNode pad(Node node, ImmutableList<Integer> order) {
    Tensor pads = graph.constant(node.inputs().get(1));
    if (pads == null) {
      return null;
    }
    int rank = order.size();
    Tensor moved = Tensor.allocate(pads.spec());
    for (int axis = 0; axis < rank; axis++) {
      moved.setLong(order.get(axis), pads.getLong(axis));
      moved.setLong(order.get(axis) + rank, pads.getLong(axis + rank));
    }
    return literal(node, 1, moved, order);
  }

  private @Nullable PermutedNode resize(Node node, Resize resize, ImmutableList<Integer> order) {
    Tensor target = graph.constant(node.inputs().get(1));
    if (target == null || resize.coordinates() == Resize.Coordinates.TF_CROP_AND_RESIZE) {
      return null;
    }
    Tensor moved = Tensor.allocate(target.spec());
    for (int axis = 0; axis < order.size(); axis++) {
      moved.setDouble(order.get(axis), target.getDouble(axis));
    }
    return literal(node, 1, moved, order);
  }

  private @Nullable PermutedNode reshape(Node node, ImmutableList<Integer> order) {
    Shape before = graph.spec(node.inputs().getFirst()).shape();
    ReshapeGroups.Permuted changed =
        ReshapeGroups.permute(before, node.outputs().getFirst().shape(), order);
    if (changed == null) {
      return null;
    }
    ImmutableList<Operand> operands =
        ImmutableList.of(
            new Operand.Permuted(0), new Operand.Literal(Tensor.vector(changed.shape().dims())));
    return new PermutedNode(new Reshape(true), operands, order, changed.order());
  }

  private static @Nullable DataFormat format(int channelAxis, int rank) {
    if (channelAxis == rank - 1) {
      return DataFormat.NHWC;
    }
    return channelAxis == 1 ? DataFormat.NCHW : null;
  }

  private static ImmutableList<Integer> moved(boolean[] axes, List<Integer> order) {
    return IntStream.range(0, axes.length)
        .filter(axis -> axes[axis])
        .mapToObj(order::get)
        .sorted()
        .collect(ImmutableList.toImmutableList());
  }

  private static int from0(int axis, List<Integer> order) {
    return axis < 0 ? axis + order.size() : axis;
  }
}
