package io.scopegraph.cli;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Op;
import io.scopegraph.op.VariableOp;
import io.scopegraph.tensor.TensorSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Tells what a model file holds.
@Command(
    name = "info",
    description =
        "Print the inputs, outputs, ops and parameters of a model, or the tensors of a file of weights.")
final class InfoCommand implements Callable<Integer> {
  @Mixin private ModelArguments model = new ModelArguments();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Option(names = "--graph", description = "Print every node as well.")
  private boolean printGraph;

  @Override
  public Integer call() {
    if (WeightTable.describes(model.path())) {
      WeightTable.of(model.path()).print(json);
      return ExitCode.SUCCESS.code();
    }
    Graph graph = model.load();
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("model", model.path().toString());
    report.put("format", model.format());
    report.put("inputs", inputs(graph));
    report.put("outputs", outputs(graph));
    report.put("nodes", graph.nodes().size());
    report.put("ops", ops(graph));
    report.put("parameters", parameters(graph));
    report.put("parameter_bytes", parameterBytes(graph));
    if (json) {
      Json.print(report);
    } else {
      print(report, graph);
    }
    return ExitCode.SUCCESS.code();
  }

  private void print(Map<String, Object> report, Graph graph) {
    System.out.println(report.get("model") + "  (" + report.get("format") + ")");
    inputs(graph).forEach((name, spec) -> System.out.println("  input   " + name + "  " + spec));
    outputs(graph).forEach((name, spec) -> System.out.println("  output  " + name + "  " + spec));
    System.out.printf("  %,d parameters, %,d bytes%n", parameters(graph), parameterBytes(graph));
    System.out.printf("  %d nodes%n", graph.nodes().size());
    ops(graph).forEach((type, count) -> System.out.printf("    %-20s %5d%n", type, count));
    if (printGraph) {
      System.out.print(graph);
    }
  }

  private static Map<String, String> inputs(Graph graph) {
    Map<String, String> specs = new LinkedHashMap<>();
    for (Node node : graph.placeholders()) {
      specs.put(node.name(), node.outputs().getFirst().toString());
    }
    return specs;
  }

  private static Map<String, String> outputs(Graph graph) {
    Map<String, String> specs = new LinkedHashMap<>();
    graph.outputs().forEach((name, value) -> specs.put(name, graph.spec(value).toString()));
    return specs;
  }

  private static Map<String, Integer> ops(Graph graph) {
    Map<String, Integer> counts = new TreeMap<>();
    for (Node node : graph.nodes()) {
      counts.merge(node.op().type(), 1, Integer::sum);
    }
    return counts;
  }

  /// Elements of the floating-point weights of rank 1 and more; scalars and shape operands do not
  /// count.
  private static long parameters(Graph graph) {
    return graph.nodes().stream()
        .filter(node -> isParameter(node.op(), node.outputs().getFirst()))
        .mapToLong(node -> node.outputs().getFirst().shape().elementCount())
        .sum();
  }

  private static long parameterBytes(Graph graph) {
    return graph.nodes().stream()
        .filter(node -> isParameter(node.op(), node.outputs().getFirst()))
        .mapToLong(node -> node.outputs().getFirst().byteSize())
        .sum();
  }

  private static boolean isParameter(Op op, TensorSpec spec) {
    boolean weight = op instanceof Constant || op instanceof VariableOp;
    return weight && spec.dtype().isFloating() && spec.shape().rank() > 0;
  }
}
