package io.scopegraph.onnx;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import io.scopegraph.graph.Value;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.io.internal.UnsupportedFormException;
import io.scopegraph.onnx.proto.NodeProto;
import io.scopegraph.onnx.proto.TensorProto;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Op;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One node of a model while it is imported: its inputs and attributes, and the graph that grows.
final class NodeContext {
  private final ImportedModel model;
  private final NodeProto proto;
  private final String name;
  private final long opset;
  private final Attributes attributes;

  NodeContext(ImportedModel model, NodeProto proto, long opset) {
    this.model = model;
    this.proto = proto;
    this.opset = opset;
    String first = proto.getOutputCount() == 0 ? "" : proto.getOutput(0);
    String base = proto.getName().isEmpty() ? first : proto.getName();
    this.name = NodeNames.clean(base, proto.getOpType().isEmpty() ? "node" : proto.getOpType());
    this.attributes = new Attributes(proto, this::malformed);
  }

  String type() {
    return proto.getOpType();
  }

  /// The name that the graph's node gets, unless it is taken.
  String name() {
    return name;
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

  /// One more than the position of the last input that is given.
  int inputCount() {
    int count = proto.getInputCount();
    while (count > 0 && proto.getInput(count - 1).isEmpty()) {
      count--;
    }
    return count;
  }

  boolean has(int input) {
    return input < proto.getInputCount() && !proto.getInput(input).isEmpty();
  }

  Value input(int input) {
    return model.values().value(inputName(input));
  }

  /// All inputs up to the last one given; none may be left out in between.
  List<Value> inputs() {
    if (inputCount() == 0) {
      throw malformed("expected an input, found none");
    }
    return IntStream.range(0, inputCount()).mapToObj(this::input).toList();
  }

  /// The contents of an input, or null if it is absent or not constant.
  @Nullable Tensor constant(int input) {
    return has(input) ? model.values().constant(inputName(input)) : null;
  }

  /// The contents of an input that has to be constant.
  ///
  /// @param what the input in the user's words
  Tensor requireConstant(int input, String what) {
    Tensor tensor = constant(input);
    if (tensor == null) {
      inputName(input);
      throw unsupported("%s must be constant", what);
    }
    return tensor;
  }

  /// The contents of an integer input of few elements that has to be constant.
  long[] requireLongs(int input, String what) {
    Tensor tensor = requireConstant(input, what);
    if (tensor.dtype() != DType.INT64 && tensor.dtype() != DType.INT32) {
      throw malformed("%s must be int32 or int64, found %s".formatted(what, tensor.dtype()));
    }
    if (tensor.elementCount() > OnnxImporter.MAX_LIST) {
      throw malformed("%s: %d are too many".formatted(what, tensor.elementCount()));
    }
    return tensor.toLongArray();
  }

  /// Axes from an attribute or, if there is none, from an input; null if neither is given.
  long @Nullable [] axes(int input) {
    long[] attribute = attributes.integers("axes");
    return attribute != null || !has(input) ? attribute : requireLongs(input, "the axes");
  }

  private String inputName(int input) {
    if (!has(input)) {
      throw malformed("input %d is missing".formatted(input));
    }
    return proto.getInput(input);
  }

  Shape shape(Value value) {
    return model.spec(value).shape();
  }

  DType dtype(Value value) {
    return model.spec(value).dtype();
  }

  /// The rank of a value, which has to be known for this op.
  int rank(Value value) {
    Shape shape = shape(value);
    if (!shape.isRankKnown()) {
      throw unsupported("the rank of its input must be known");
    }
    return shape.rank();
  }

  /// Refuses integers where the model's op takes them and ours does not.
  void requireFloating(Value value) {
    if (!dtype(value).isFloating()) {
      throw unsupported("element type %s is not supported by this op", dtype(value));
    }
  }

  /// Adds the graph node that gives this node's output; it gets this node's name.
  Value add(Op op, Value... inputs) {
    return model.add(name, op, List.of(inputs));
  }

  /// Adds an auxiliary graph node.
  Value addPart(String part, Op op, Value... inputs) {
    return model.add(name + "/" + part, op, List.of(inputs));
  }

  Value constantPart(String part, Tensor tensor) {
    return addPart(part, new Constant(tensor));
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
    return model.tensors().read(tensor);
  }

  @FormatMethod
  UnsupportedFormException unsupported(@FormatString String reason, Object... arguments) {
    return new UnsupportedFormException(reason.formatted(arguments));
  }

  ModelFormatException malformed(String problem) {
    return ModelFormatException.in(model.file(), describe(), problem);
  }

  String describe() {
    return "node \"%s\" (%s)".formatted(name, proto.getOpType());
  }
}
