package io.scopegraph.tensorflow;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import io.scopegraph.graph.Value;
import io.scopegraph.io.internal.ImportedModel;
import io.scopegraph.io.internal.ImportedNode;
import io.scopegraph.io.internal.NodeNames;
import io.scopegraph.op.DataFormat;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One node of a graph while it is imported.
final class NodeContext extends ImportedNode {
  private final NodeTable table;
  private final GraphNode node;
  private final Attributes attributes;
  private final TensorReader tensors;
  private @Nullable ImmutableList<Value> given;

  NodeContext(ImportedModel model, TensorReader tensors, NodeTable table, GraphNode node) {
    super(model, node.type(), NodeNames.clean(node.name(), "node"));
    this.table = table;
    this.node = node;
    this.tensors = tensors;
    this.attributes = new Attributes(node.proto().getAttrMap(), this::malformed);
  }

  Attributes attributes() {
    return attributes;
  }

  TensorReader tensors() {
    return tensors;
  }

  /// The whole graph.
  NodeTable table() {
    return table;
  }

  @Override
  public int inputCount() {
    return node.inputs().size();
  }

  @Override
  public boolean has(int input) {
    return input < node.inputs().size();
  }

  @Override
  protected String givenInput(int input) {
    return node.inputs().get(input).key();
  }

  /// Says what the outputs are, where they are not the slots of one graph node.
  Value give(List<Value> outputs) {
    given = ImmutableList.copyOf(outputs);
    return given.getFirst();
  }

  /// The outputs that [#give] was told of, or null.
  @Nullable ImmutableList<Value> given() {
    return given;
  }

  /// The axes of an input that has to be constant: a number or a list of them.
  ImmutableList<Integer> axes(int input) {
    return Arrays.stream(requireLongs(input, "the axes"))
        .mapToObj(Ints::saturatedCast)
        .collect(ImmutableList.toImmutableList());
  }

  /// The axis of an input that has to be constant.
  int axis(int input) {
    Tensor axis = requireConstant(input, "the axis");
    if (axis.elementCount() != 1) {
      throw malformed("expected one axis, found %s".formatted(axis.spec()));
    }
    return Ints.saturatedCast(axis.getLong(0));
  }

  /// An axis counted from 0.
  int axis(long axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw malformed("axis %d does not exist in rank %d".formatted(axis, rank));
    }
    return Ints.checkedCast(axis < 0 ? axis + rank : axis);
  }

  DataFormat format() {
    String format = attributes.text("data_format", "NHWC");
    return switch (format) {
      case "NHWC" -> DataFormat.NHWC;
      case "NCHW" -> DataFormat.NCHW;
      default -> throw unsupported("data_format \"%s\" is not supported", format);
    };
  }

  /// The element type of an attribute that must be there.
  DType dtypeAttribute(String name) {
    int number = attributes.type(name);
    DType dtype = ElementTypes.dtype(number);
    if (dtype == null) {
      throw unsupported("%s", ElementTypes.unsupported(number));
    }
    return dtype;
  }
}
