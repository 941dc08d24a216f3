package io.scopegraph.onnx;

import com.google.protobuf.ByteString;
import io.scopegraph.graph.Graph;
import io.scopegraph.onnx.proto.AttributeProto;
import io.scopegraph.onnx.proto.GraphProto;
import io.scopegraph.onnx.proto.ModelProto;
import io.scopegraph.onnx.proto.NodeProto;
import io.scopegraph.onnx.proto.OperatorSetIdProto;
import io.scopegraph.onnx.proto.TensorProto;
import io.scopegraph.onnx.proto.TensorShapeProto;
import io.scopegraph.onnx.proto.TypeProto;
import io.scopegraph.onnx.proto.ValueInfoProto;
import java.util.List;
import java.util.Locale;

/// Writes small models. Names of inputs and outputs are separated by spaces; `_` stands for one
/// that is not given.
final class TestModel {
  static final int FLOAT = 1;
  static final int INT64 = 7;

  private final ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(8);
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");

  static TestModel opset(int version) {
    TestModel test = new TestModel();
    test.model.addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(version));
    return test;
  }

  TestModel input(String name, long... dims) {
    return input(FLOAT, name, dims);
  }

  TestModel input(int type, String name, long... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long dim : dims) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(dim));
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape).build();
    graph.addInput(
        ValueInfoProto.newBuilder()
            .setName(name)
            .setType(TypeProto.newBuilder().setTensorType(tensor)));
    return this;
  }

  TestModel output(String name) {
    graph.addOutput(ValueInfoProto.newBuilder().setName(name));
    return this;
  }

  TestModel initializer(TensorProto.Builder tensor) {
    graph.addInitializer(tensor);
    return this;
  }

  /// A weight of zeros.
  TestModel weight(String name, long... dims) {
    int count = 1;
    for (long dim : dims) {
      count = Math.toIntExact(count * dim);
    }
    return initializer(
        tensor(FLOAT, name, dims).setRawData(ByteString.copyFrom(new byte[4 * count])));
  }

  TestModel longs(String name, long... values) {
    TensorProto.Builder tensor = tensor(INT64, name, values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    return initializer(tensor);
  }

  TestModel scalar(String name, float value) {
    return initializer(tensor(FLOAT, name).addFloatData(value));
  }

  TestModel node(String type, String inputs, String outputs, AttributeProto... attributes) {
    return node(
        NodeProto.newBuilder().setName(type.toLowerCase(Locale.ROOT)),
        type,
        inputs,
        outputs,
        attributes);
  }

  TestModel node(
      NodeProto.Builder node,
      String type,
      String inputs,
      String outputs,
      AttributeProto... attributes) {
    node.setOpType(type).addAllAttribute(List.of(attributes));
    names(inputs).forEach(node::addInput);
    names(outputs).forEach(node::addOutput);
    graph.addNode(node);
    return this;
  }

  private static List<String> names(String list) {
    return list.isEmpty()
        ? List.of()
        : List.of(list.split(" ")).stream().map(name -> name.equals("_") ? "" : name).toList();
  }

  ModelProto proto() {
    return model.setGraph(graph).build();
  }

  byte[] bytes() {
    return proto().toByteArray();
  }

  Graph load() {
    return OnnxImporter.importBytes("test.onnx", bytes());
  }

  static TensorProto.Builder tensor(int type, String name, long... dims) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(type);
    for (long dim : dims) {
      tensor.addDims(dim);
    }
    return tensor;
  }

  static AttributeProto ints(String name, long... values) {
    AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name).setType(7);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }

  static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(2).setI(value).build();
  }

  static AttributeProto number(String name, float value) {
    return AttributeProto.newBuilder().setName(name).setType(1).setF(value).build();
  }

  static AttributeProto numbers(String name, float... values) {
    AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name).setType(6);
    for (float value : values) {
      attribute.addFloats(value);
    }
    return attribute.build();
  }

  static AttributeProto text(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(3)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  static AttributeProto tensor(String name, TensorProto.Builder value) {
    return AttributeProto.newBuilder().setName(name).setType(4).setT(value).build();
  }
}
