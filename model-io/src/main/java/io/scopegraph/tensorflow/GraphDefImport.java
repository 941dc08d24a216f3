package io.scopegraph.tensorflow;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Value;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.io.internal.ImportedModel;
import io.scopegraph.io.internal.NodeNames;
import io.scopegraph.io.internal.UnsupportedFormException;
import io.scopegraph.op.InvalidOpException;
import io.scopegraph.op.Placeholder;
import io.scopegraph.op.UnsupportedOp;
import io.scopegraph.op.UnsupportedOpException;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import io.scopegraph.tensorflow.GraphNode.Edge;
import io.scopegraph.tensorflow.proto.AttrValue;
import io.scopegraph.tensorflow.proto.FunctionDef;
import io.scopegraph.tensorflow.proto.GraphDef;
import io.scopegraph.tensorflow.proto.TensorProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The walk over what the outputs of a graph need. Nodes that cannot be imported are collected;
/// what depends on them is checked as far as that is possible.
final class GraphDefImport {
  /// What is no result though nothing reads it.
  private static final ImmutableSet<String> NO_RESULTS =
      ImmutableSet.of(
          "Assert",
          "Assign",
          "Const",
          "NoOp",
          "Placeholder",
          "PlaceholderWithDefault",
          "RestoreV2",
          "SaveV2",
          "VarHandleOp",
          "Variable",
          "VariableV2");

  private final ImportedModel model;
  private final GraphDefImportOptions options;
  private final NodeTable table;
  private final TensorReader tensors;
  private final Set<String> functions = new HashSet<>();
  private final Map<String, Tensor> constants = new HashMap<>();
  private final List<UnsupportedOp> unsupported = new ArrayList<>();
  private final Set<String> read = new HashSet<>();

  GraphDefImport(GraphDef graph, ImportedModel model, GraphDefImportOptions options) {
    this.model = model;
    this.options = options;
    this.table = new NodeTable(model.file(), graph);
    this.tensors = new TensorReader(model.file());
    for (FunctionDef function : graph.getLibrary().getFunctionList()) {
      functions.add(function.getSignature().getName());
    }
    constants.putAll(options.constants());
  }

  Graph run() {
    checkExist(options.inputs().keySet());
    checkExist(options.constants().keySet());
    ImmutableList<Edge> wanted = wanted();
    settleRandomNumbers();
    List<String> names = wanted.stream().map(Edge::node).toList();
    List<GraphNode> order = NodeOrder.of(table, names, this::edges);
    for (GraphNode node : order) {
      edges(node).forEach(edge -> read.add(edge.key()));
    }
    wanted.forEach(edge -> read.add(edge.key()));
    order.forEach(this::addNode);
    List<String> outputs = outputs(wanted);
    if (!unsupported.isEmpty()) {
      throw new UnsupportedOpException(model.file(), unsupported);
    }
    return model.finish(outputs);
  }

  private void checkExist(Set<String> names) {
    for (String name : names) {
      if (table.find(name) == null) {
        throw ModelFormatException.of(
            model.file(), "has no node \"%s\" that could be fed".formatted(name));
      }
    }
  }

  /// The edges that count: none for a node that is fed or whose value is known.
  private ImmutableList<Edge> edges(GraphNode node) {
    boolean given = options.inputs().containsKey(node.name()) || constants.containsKey(node.name());
    return given ? ImmutableList.of() : node.inputs();
  }

  private ImmutableList<Edge> wanted() {
    Set<Edge> wanted = new LinkedHashSet<>();
    for (String output : options.outputs()) {
      Edge edge = table.find(output) == null ? NodeTable.parse(output) : new Edge(output, 0);
      if (edge == null || table.find(edge.node()) == null) {
        throw ModelFormatException.of(
            model.file(), "has no node \"%s\" that could be an output".formatted(output));
      }
      wanted.add(edge);
    }
    if (wanted.isEmpty()) {
      Set<String> consumed = new HashSet<>();
      table.nodes().forEach(node -> node.inputs().forEach(edge -> consumed.add(edge.node())));
      for (GraphNode node : table.nodes()) {
        if (!consumed.contains(node.name()) && !NO_RESULTS.contains(node.type())) {
          wanted.add(new Edge(node.name(), 0));
        }
      }
    }
    if (wanted.isEmpty()) {
      throw ModelFormatException.of(
          model.file(), "no node is an output, as others read all of them; name the outputs");
    }
    return ImmutableList.copyOf(wanted);
  }

  private void settleRandomNumbers() {
    RandomRange ranges = new RandomRange(table, this::scalar);
    for (GraphNode node : table.nodes()) {
      Tensor result = constants.containsKey(node.name()) ? null : ranges.result(node);
      if (result != null) {
        constants.put(node.name(), result);
      }
    }
  }

  /// The contents of a node that is a constant of one element, or null.
  private @Nullable Tensor scalar(GraphNode node) {
    Tensor known = constants.get(node.name());
    if (known != null) {
      return known.elementCount() == 1 ? known : null;
    }
    if (!node.type().equals("Const") || options.inputs().containsKey(node.name())) {
      return null;
    }
    TensorProto proto =
        node.proto().getAttrOrDefault("value", AttrValue.getDefaultInstance()).getTensor();
    if (proto.getTensorShape().getDimCount() > 0
        || ElementTypes.dtype(proto.getDtypeValue()) == null) {
      return null;
    }
    return tensors.readAll(proto, "node \"%s\" (Const)".formatted(node.name()));
  }

  private void addNode(GraphNode node) {
    String nodeName = NodeNames.clean(node.name(), "node");
    TensorSpec input = options.inputs().get(node.name());
    Tensor constant = constants.get(node.name());
    if (input != null) {
      model.values().define(node.name(), model.add(nodeName, new Placeholder(input), List.of()));
    } else if (constant != null) {
      model.values().define(node.name(), nodeName, constant);
    } else {
      String reason = reason(node);
      if (reason != null && !reason.isEmpty()) {
        unsupported.add(new UnsupportedOp(node.type(), "", 0, node.name(), reason));
      }
    }
    if (!model.values().isDefined(node.name())) {
      model.values().defineMissing(node.name(), "");
    }
  }

  /// Imports a node.
  ///
  /// @return why it cannot be imported, empty if that has been said already; null if it could
  private @Nullable String reason(GraphNode node) {
    NodeContext context = new NodeContext(model, tensors, table, node);
    if (functions.contains(node.type())) {
      return "functions that a graph defines itself are not supported";
    }
    OpImporter importer = OpImporters.BY_TYPE.get(node.type());
    if (importer == null) {
      return "this op is not supported";
    }
    String missing = missing(node);
    return missing == null ? translate(context, node, importer) : missing;
  }

  /// Why an input cannot be had; null if all can.
  private @Nullable String missing(GraphNode node) {
    String missing = null;
    for (Edge edge : node.inputs()) {
      String reason = model.values().missing(edge.node());
      if (reason == null && !model.values().isDefined(edge.key())) {
        throw table.malformed(
            node.proto(),
            "reads output %d of \"%s\", which has fewer".formatted(edge.slot(), edge.node()));
      }
      missing = reason == null ? missing : reason;
    }
    return missing;
  }

  private @Nullable String translate(NodeContext context, GraphNode node, OpImporter importer) {
    try {
      Tensor constant = ConstantFolding.fold(context);
      if (constant != null) {
        model.values().define(node.name(), context.name(), constant);
        return null;
      }
      Value first = importer.add(context);
      ImmutableList<Value> given = context.given();
      int slots = given == null ? model.slots(first) : given.size();
      for (int slot = 0; slot < slots; slot++) {
        Value value =
            given == null ? new Value(first.node(), first.slot() + slot) : given.get(slot);
        model.values().define(new Edge(node.name(), slot).key(), value);
      }
      return null;
    } catch (UnsupportedFormException e) {
      return e.reason();
    } catch (InvalidOpException | ArithmeticException e) {
      throw ModelFormatException.in(
          model.file(), context.describe(), String.valueOf(e.getMessage()), e);
    }
  }

  private List<String> outputs(List<Edge> wanted) {
    List<String> outputs = new ArrayList<>();
    for (Edge edge : wanted) {
      if (model.values().missing(edge.node()) != null) {
        continue;
      }
      if (!model.values().isDefined(edge.key())) {
        throw ModelFormatException.of(
            model.file(), "node \"%s\" has no output %d".formatted(edge.node(), edge.slot()));
      }
      outputs.add(edge.key());
      for (int slot = 1;
          options.outputs().isEmpty()
              && model.values().isDefined(new Edge(edge.node(), slot).key());
          slot++) {
        outputs.add(new Edge(edge.node(), slot).key());
      }
    }
    return outputs;
  }
}
