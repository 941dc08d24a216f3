package io.scopegraph.onnx;

import io.scopegraph.io.internal.ImportedModel;
import io.scopegraph.io.internal.ImportedNode;
import io.scopegraph.io.internal.NodeNames;
import io.scopegraph.onnx.proto.NodeProto;
import io.scopegraph.onnx.proto.TensorProto;
import io.scopegraph.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// One node of a model while it is imported.
final class NodeContext extends ImportedNode {
  private final OnnxTensors tensors;
  private final NodeProto proto;
  private final long opset;
  private final Attributes attributes;

  NodeContext(ImportedModel model, OnnxTensors tensors, NodeProto proto, long opset) {
    super(model, proto.getOpType(), name(proto));
    this.tensors = tensors;
    this.proto = proto;
    this.opset = opset;
    this.attributes = new Attributes(proto, this::malformed);
  }

  private static String name(NodeProto proto) {
    String first = proto.getOutputCount() == 0 ? "" : proto.getOutput(0);
    String base = proto.getName().isEmpty() ? first : proto.getName();
    return NodeNames.clean(base, proto.getOpType().isEmpty() ? "node" : proto.getOpType());
  }

  /// The version of the op set that the model asks for.
  long opset() {
    return opset;
  }

  Attributes attributes() {
    return attributes;
  }

  int outputCount() {
    return proto.getOutputCount();
  }

  @Override
  public int inputCount() {
    int count = proto.getInputCount();
    while (count > 0 && proto.getInput(count - 1).isEmpty()) {
      count--;
    }
    return count;
  }

  @Override
  public boolean has(int input) {
    return input < proto.getInputCount() && !proto.getInput(input).isEmpty();
  }

  @Override
  protected String givenInput(int input) {
    return proto.getInput(input);
  }

  /// Axes from an attribute or, if there is none, from an input; null if neither is given.
  long @Nullable [] axes(int input) {
    long[] attribute = attributes.integers("axes");
    return attribute != null || !has(input) ? attribute : requireLongs(input, "the axes");
  }

  /// The tensor of an attribute or null.
  @Nullable Tensor tensorAttribute(String attribute) {
    TensorProto tensor = attributes.tensor(attribute);
    if (tensor == null) {
      return null;
    }
    if (ElementTypes.dtype(tensor.getDataType()) == null) {
      throw unsupported("%s", ElementTypes.unsupported(tensor.getDataType()));
    }
    return tensors.read(tensor);
  }
}
