package io.scopegraph.tensorflow;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.io.internal.UnsupportedFormException;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One node of a graph while it is exported.
final class NodeExport {
  private final Graph graph;
  private final Node node;
  private final GraphDefAssembler assembler;

  NodeExport(Graph graph, Node node, GraphDefAssembler assembler) {
    this.graph = graph;
    this.node = node;
    this.assembler = assembler;
  }

  Node node() {
    return node;
  }

  /// Where the nodes go that stand for this one.
  ExportScope scope() {
    List<Shape> shapes = node.outputs().stream().map(TensorSpec::shape).toList();
    return new ExportScope(assembler, assembler.name(node), shapes);
  }

  int inputCount() {
    return node.inputs().size();
  }

  /// An input as other nodes refer to it.
  String input(int input) {
    return assembler.tensor(node.inputs().get(input));
  }

  List<String> inputs() {
    return IntStream.range(0, inputCount()).mapToObj(this::input).toList();
  }

  TensorSpec spec(int input) {
    return graph.spec(node.inputs().get(input));
  }

  Shape shape(int input) {
    return spec(input).shape();
  }

  DType dtype(int input) {
    return spec(input).dtype();
  }

  /// The rank of an input, which has to be known for this form.
  int rank(int input) {
    if (!shape(input).isRankKnown()) {
      throw unsupported("the rank of its input must be known");
    }
    return shape(input).rank();
  }

  /// The contents of an input that is a constant, or null.
  @Nullable Tensor constant(int input) {
    return graph.constant(node.inputs().get(input));
  }

  /// The contents of an input that has to be constant.
  long[] requireLongs(int input, String what) {
    Tensor tensor = constant(input);
    if (tensor == null) {
      throw unsupported("%s must be constant", what);
    }
    return tensor.toLongArray();
  }

  Value inputValue(int input) {
    return node.inputs().get(input);
  }

  Graph graph() {
    return graph;
  }

  TensorSpec output() {
    return node.outputs().getFirst();
  }

  @FormatMethod
  UnsupportedFormException unsupported(@FormatString String reason, Object... arguments) {
    return new UnsupportedFormException(reason.formatted(arguments));
  }
}
