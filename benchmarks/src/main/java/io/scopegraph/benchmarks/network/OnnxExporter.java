package io.scopegraph.benchmarks.network;

import com.google.protobuf.ByteString;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.onnx.proto.GraphProto;
import io.scopegraph.onnx.proto.ModelProto;
import io.scopegraph.onnx.proto.NodeProto;
import io.scopegraph.onnx.proto.OperatorSetIdProto;
import io.scopegraph.onnx.proto.ValueInfoProto;
import io.scopegraph.op.BiasAdd;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.Flatten;
import io.scopegraph.op.MatMul;
import io.scopegraph.op.Placeholder;
import io.scopegraph.op.Pool2D;
import io.scopegraph.op.Reduce;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.op.VariableOp;
import io.scopegraph.tensor.Tensor;

/// Writes the networks of this package as ONNX files, with the values that their variables start
/// with: the ops of convolutional networks on images in ONNX's order of axes, no others.
public final class OnnxExporter {
  private static final int OPSET = 13;
  private static final int IR_VERSION = 8;

  private final Graph graph;
  private final GraphProto.Builder result = GraphProto.newBuilder().setName("network");

  private OnnxExporter(Graph graph) {
    this.graph = graph;
  }

  /// The file's bytes. A bias that is added to a convolution or a matrix product becomes its input.
  ///
  /// @throws IllegalArgumentException if the graph has an op that is not exported
  public static ByteString export(Graph graph) {
    return new OnnxExporter(graph).model().toByteString();
  }

  private ModelProto model() {
    graph.nodes().forEach(this::add);
    for (Value output : graph.outputs().values()) {
      result.addOutput(info(output));
    }
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("scopegraph benchmarks")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .setGraph(result)
        .build();
  }

  private void add(Node node) {
    switch (node.op()) {
      case Placeholder _ -> result.addInput(info(new Value(node.id(), 0)));
      case VariableOp _ -> {}
      case Conv2D _ -> {}
      case MatMul _ -> {}
      case BiasAdd _ -> addWithBias(node, graph.node(node.inputs().getFirst()));
      case Unary op when op.isIdentity() -> {}
      case Unary(UnaryFunction function, _, _) when function == UnaryFunction.RELU ->
          addPlain(node, "Relu");
      case Unary(UnaryFunction function, _, _) when function == UnaryFunction.RELU6 ->
          addRelu6(node);
      case Binary(BinaryFunction function) when function == BinaryFunction.ADD ->
          addPlain(node, "Add");
      case Flatten(int axis) -> addPlain(node, "Flatten").addAttribute(OnnxParts.of("axis", axis));
      case Reduce reduce when reduce.function() == Reduce.Function.MEAN -> addMean(node, reduce);
      case Pool2D pool when pool.kind() == Pool2D.Kind.MAX -> addPool(node, pool);
      default -> throw unsupported(node);
    }
  }

  /// The product and its bias, as one node under the name of the sum.
  private void addWithBias(Node sum, Node product) {
    Value weights = product.inputs().get(1);
    if (product.op() instanceof Conv2D op && op.format() == Convolutions.FORMAT) {
      result.addInitializer(OnnxParts.filter(name(weights), initial(weights)));
      OnnxParts.addWindow(
          added(sum, "Conv"),
          graph.spec(weights).shape(),
          op.strides(),
          op.dilations(),
          op.padding(),
          op.groups());
    } else if (product.op() instanceof MatMul op && !op.transposeA() && !op.transposeB()) {
      result.addInitializer(OnnxParts.tensor(name(weights), initial(weights)));
      added(sum, "Gemm");
    } else {
      throw unsupported(sum);
    }
    Value bias = sum.inputs().get(1);
    result.addInitializer(OnnxParts.tensor(name(bias), initial(bias)));
    last().addInput(name(product.inputs().getFirst())).addInput(name(weights)).addInput(name(bias));
  }

  private void addRelu6(Node node) {
    String low = node.name() + "/low";
    String high = node.name() + "/high";
    result.addInitializer(OnnxParts.tensor(low, Tensor.scalar(0f)));
    result.addInitializer(OnnxParts.tensor(high, Tensor.scalar(6f)));
    addPlain(node, "Clip").addInput(low).addInput(high);
  }

  private void addMean(Node node, Reduce reduce) {
    boolean[] mask = reduce.mask(4);
    if (!reduce.keepDims() || mask[0] || mask[1] || !mask[2] || !mask[3]) {
      throw unsupported(node);
    }
    addPlain(node, "GlobalAveragePool");
  }

  private void addPool(Node node, Pool2D pool) {
    if (pool.format() != Convolutions.FORMAT || pool.ceilMode()) {
      throw unsupported(node);
    }
    OnnxParts.addWindow(
        addPlain(node, "MaxPool"), pool.window(), pool.strides(), pool.dilations(), pool.padding());
  }

  private NodeProto.Builder addPlain(Node node, String type) {
    NodeProto.Builder added = added(node, type);
    node.inputs().forEach(input -> added.addInput(name(input)));
    return added;
  }

  private NodeProto.Builder added(Node node, String type) {
    return result
        .addNodeBuilder()
        .setName(node.name())
        .setOpType(type)
        .addOutput(name(new Value(node.id(), 0)));
  }

  private NodeProto.Builder last() {
    return result.getNodeBuilder(result.getNodeCount() - 1);
  }

  private ValueInfoProto info(Value value) {
    return OnnxParts.info(name(value), graph.spec(value).shape());
  }

  /// Inputs keep their own name, under which they are fed; what only passes a value on has none.
  private String name(Value value) {
    Value source = source(value);
    return graph.op(source) instanceof Placeholder
        ? graph.node(source).name()
        : graph.tensorName(source);
  }

  private Tensor initial(Value value) {
    Node source = graph.node(source(value));
    if (source.op() instanceof VariableOp variable) {
      return variable.initial().create(variable.spec());
    }
    throw unsupported(source);
  }

  private Value source(Value value) {
    Value source = value;
    while (graph.op(source) instanceof Unary op && op.isIdentity()) {
      source = graph.node(source).inputs().getFirst();
    }
    return source;
  }

  private static IllegalArgumentException unsupported(Node node) {
    return new IllegalArgumentException(
        "The networks to compare have no %s like node \"%s\": %s"
            .formatted(node.op().type(), node.name(), node.op()));
  }
}
