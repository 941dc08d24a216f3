package io.scopegraph.tensorflow;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.graph.ConvChains;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.io.internal.UnsupportedFormException;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Op;
import io.scopegraph.op.UnsupportedOp;
import io.scopegraph.op.VariableOp;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;

/// Turns graphs into TensorFlow's form, which TensorFlow loads and TensorBoard draws.
///
/// Nodes keep their names; what TensorFlow wants as a node of its own (axes, shapes, permutations)
/// goes below the name of the node that reads it: `y/perm`. Every node carries the shapes of its
/// outputs. A variable `v` comes with `v/initial_value` and `v/Assign`.
///
/// What TensorFlow has no form for is written under an op type of ours, `Scopegraph` and the type:
/// TensorBoard draws such a node, TensorFlow refuses the graph. [ExportedGraph#foreign] names them.
public final class GraphDefExporter {
  /// The prefix of op types that TensorFlow does not have.
  static final String FOREIGN = "Scopegraph";

  /// A message ends at 2 GiB; what is not contents of constants is small.
  private static final long MAX_CONTENTS = Integer.MAX_VALUE - (64L << 20);

  private GraphDefExporter() {}

  /// Exports a graph with [GraphDefExportOptions#defaults].
  ///
  /// @throws IllegalArgumentException if its constants exceed the 2 GiB of a protobuf message
  public static ExportedGraph export(Graph graph) {
    return export(graph, GraphDefExportOptions.defaults());
  }

  /// Exports a graph.
  ///
  /// @throws IllegalArgumentException if its constants exceed the 2 GiB of a protobuf message, or a
  ///   value given for a variable does not fit
  public static ExportedGraph export(Graph whole, GraphDefExportOptions options) {
    Graph graph = ConvChains.split(whole, _ -> true);
    checkSize(graph);
    GraphDefAssembler assembler = new GraphDefAssembler(graph);
    List<UnsupportedOp> foreign = new ArrayList<>();
    for (Node node : graph.nodes()) {
      NodeExport context = new NodeExport(graph, node, assembler);
      int size = assembler.size();
      try {
        OpExporters.export(context, options);
      } catch (UnsupportedFormException e) {
        assembler.truncate(size);
        addForeign(context);
        foreign.add(new UnsupportedOp(node.op().type(), "", 0, node.name(), e.reason()));
      }
    }
    ImmutableMap.Builder<String, String> outputs = ImmutableMap.builder();
    graph.outputs().forEach((name, value) -> outputs.put(name, assembler.tensor(value)));
    return new ExportedGraph(
        assembler.build(), foreign, assembler.renamed(), outputs.buildOrThrow());
  }

  private static void addForeign(NodeExport context) {
    Op op = context.node().op();
    context
        .scope()
        .result(FOREIGN + op.type())
        .inputs(context.inputs())
        .type("T", context.output().dtype())
        .text("attributes", op.toString())
        .add();
  }

  private static void checkSize(Graph graph) {
    long bytes = 0;
    for (Node node : graph.nodes()) {
      boolean contents = node.op() instanceof Constant || node.op() instanceof VariableOp;
      TensorSpec spec = node.outputs().getFirst();
      bytes += contents && spec.dtype() != DType.STRING ? spec.byteSize() : 0;
    }
    if (bytes > MAX_CONTENTS) {
      throw new IllegalArgumentException(
          "The constants and variables of the graph have %,d bytes, more than fit into the 2 GiB of a GraphDef"
              .formatted(bytes));
    }
  }
}
