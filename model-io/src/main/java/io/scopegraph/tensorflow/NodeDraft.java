package io.scopegraph.tensorflow;

import com.google.protobuf.ByteString;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensorflow.proto.AttrValue;
import io.scopegraph.tensorflow.proto.NodeDef;
import io.scopegraph.tensorflow.proto.TensorProto;
import java.util.List;
import java.util.function.Consumer;

/// A node of TensorFlow's while it is put together.
final class NodeDraft {
  private final NodeDef.Builder node = NodeDef.newBuilder();
  private final Consumer<NodeDef> target;

  /// @param outputs the shapes of the outputs
  /// @param target takes the finished node
  NodeDraft(String name, String type, List<Shape> outputs, Consumer<NodeDef> target) {
    this.target = target;
    node.setName(name).setOp(type);
    shapes("_output_shapes", outputs);
  }

  /// Appends inputs.
  NodeDraft inputs(String... tensors) {
    return inputs(List.of(tensors));
  }

  NodeDraft inputs(List<String> tensors) {
    node.addAllInput(tensors);
    return this;
  }

  NodeDraft type(String name, DType dtype) {
    return attribute(name, AttrValue.newBuilder().setType(ElementTypes.of(dtype)));
  }

  NodeDraft flag(String name, boolean value) {
    return attribute(name, AttrValue.newBuilder().setB(value));
  }

  NodeDraft integer(String name, long value) {
    return attribute(name, AttrValue.newBuilder().setI(value));
  }

  NodeDraft number(String name, double value) {
    return attribute(name, AttrValue.newBuilder().setF((float) value));
  }

  NodeDraft text(String name, String value) {
    return attribute(name, AttrValue.newBuilder().setS(ByteString.copyFromUtf8(value)));
  }

  NodeDraft shape(String name, Shape value) {
    return attribute(name, AttrValue.newBuilder().setShape(TensorProtos.shape(value)));
  }

  NodeDraft tensor(String name, TensorProto value) {
    return attribute(name, AttrValue.newBuilder().setTensor(value));
  }

  NodeDraft integers(String name, long... values) {
    AttrValue.ListValue.Builder list = AttrValue.ListValue.newBuilder();
    for (long value : values) {
      list.addI(value);
    }
    return attribute(name, AttrValue.newBuilder().setList(list));
  }

  /// That the node belongs to the place of another one, a variable.
  NodeDraft colocated(String other) {
    AttrValue.ListValue.Builder list = AttrValue.ListValue.newBuilder();
    list.addS(ByteString.copyFromUtf8("loc:@" + other));
    return attribute("_class", AttrValue.newBuilder().setList(list));
  }

  private void shapes(String name, List<Shape> shapes) {
    AttrValue.ListValue.Builder list = AttrValue.ListValue.newBuilder();
    shapes.forEach(shape -> list.addShape(TensorProtos.shape(shape)));
    attribute(name, AttrValue.newBuilder().setList(list));
  }

  private NodeDraft attribute(String name, AttrValue.Builder value) {
    node.putAttr(name, value.build());
    return this;
  }

  /// Adds the node.
  ///
  /// @return the name of its first output, as other nodes refer to it
  String add() {
    target.accept(node.build());
    return node.getName();
  }
}
