package io.scopegraph.builder;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphAssembler;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Constant;
import io.scopegraph.op.InitialValue;
import io.scopegraph.op.Op;
import io.scopegraph.op.SourceLine;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The ops made so far, by exact name, in the order of their creation.
final class OperationTable {
  private final GraphBuilder graph;
  private final ScopeStack scopes;
  private final GraphAssembler assembler = new GraphAssembler();
  private final Map<String, Operation> byName = new LinkedHashMap<>();
  private final Map<String, Value> standIns = new HashMap<>();
  private boolean finalized;

  OperationTable(GraphBuilder graph, ScopeStack scopes) {
    this.graph = graph;
    this.scopes = scopes;
  }

  /// Adds an op that computes something.
  Operation add(String name, Op op, List<Output> inputs) {
    String fullName = claim(name);
    SourceLine source = SourceLine.ofCaller();
    List<Value> values = inputs.stream().map(this::value).toList();
    Value first = assembler.add(fullName, op, values, source);
    Node node = assembler.node(first);
    return register(new Operation(fullName, op.type(), node.outputs(), source, first, null));
  }

  /// Adds an op that is there for its name alone.
  Operation addNameOnly(String name, String type, ImmutableList<TensorSpec> outputs) {
    return register(new Operation(claim(name), type, outputs, SourceLine.ofCaller(), null, null));
  }

  /// Adds an op that stands for a value which nothing may ever read.
  Operation addValue(String name, String type, TensorSpec spec, InitialValue content) {
    return register(
        new Operation(
            claim(name), type, ImmutableList.of(spec), SourceLine.ofCaller(), null, content));
  }

  /// The full name of a new op. A name with a trailing slash is taken as it is.
  private String claim(String name) {
    if (finalized) {
      throw new FinalizedGraphException();
    }
    String fullName =
        name.endsWith("/") ? name.substring(0, name.length() - 1) : scopes.unique(name, true);
    if (!ScopeStack.isNodeName(fullName)) {
      throw new ScopeException(
          ErrorKind.BAD_NODE_NAME, "'%s' is not a valid node name".formatted(fullName));
    }
    if (byName.containsKey(fullName)) {
      throw new ScopeException(
          ErrorKind.DUPLICATE_NODE, "Duplicate node name in graph: '%s'".formatted(fullName));
    }
    return fullName;
  }

  private Operation register(Operation operation) {
    byName.put(operation.name(), operation);
    return operation;
  }

  private Value value(Output output) {
    if (output.graph() != graph) {
      throw new IllegalArgumentException(
          "\"%s\" belongs to the graph of another builder".formatted(output.name()));
    }
    Value first = output.operation().first();
    return first == null ? standIn(output.operation()) : new Value(first.node(), output.index());
  }

  /// The constant that gives what an op which is there for its name would give.
  private Value standIn(Operation operation) {
    InitialValue content = operation.content();
    if (content == null) {
      throw new IllegalArgumentException(
          "\"%s\" only stands for how a variable is filled; no op can read it"
              .formatted(operation.name()));
    }
    return standIns.computeIfAbsent(
        operation.name(),
        name ->
            assembler.add(
                name,
                new Constant(content.create(operation.outputs().getFirst())),
                List.of(),
                operation.source()));
  }

  /// The contents of an output that is constant, or null.
  @Nullable Tensor constant(Output output) {
    return assembler.constant(value(output));
  }

  ImmutableList<String> names() {
    return ImmutableList.copyOf(byName.keySet());
  }

  Operation operation(String name) {
    if (name.contains(":")) {
      throw new ScopeException(
          ErrorKind.BAD_TENSOR_NAME,
          "Name %s appears to refer to a Tensor, not a Operation.".formatted(name));
    }
    Operation operation = byName.get(name);
    if (operation == null) {
      throw new MissingNameException(
          ErrorKind.NO_SUCH_OPERATION,
          "The name %s refers to an Operation not in the graph.".formatted(name));
    }
    return operation;
  }

  Output output(String tensorName) {
    String[] parts = tensorName.split(":", -1);
    boolean wellFormed = parts.length == 2 && !parts[0].isEmpty() && parts[1].matches("[0-9]{1,9}");
    if (!wellFormed) {
      throw new ScopeException(ErrorKind.BAD_TENSOR_NAME, badTensorName(tensorName));
    }
    Operation operation = byName.get(parts[0]);
    if (operation == null) {
      throw new MissingNameException(
          ErrorKind.NO_SUCH_TENSOR,
          "The name %s refers to a Tensor which does not exist. The operation, %s, does not exist in the graph."
              .formatted(tensorName, parts[0]));
    }
    int index = Integer.parseInt(parts[1]);
    if (index >= operation.outputs().size()) {
      throw new MissingNameException(
          ErrorKind.NO_SUCH_TENSOR,
          "The name %s refers to a Tensor which does not exist. The operation, %s, exists but only has %d outputs."
              .formatted(tensorName, operation.name(), operation.outputs().size()));
    }
    return new Output(graph, operation, index);
  }

  private String badTensorName(String name) {
    String form = "Tensor names must be of the form \"<op_name>:<output_index>\".";
    return byName.containsKey(name)
        ? "The name %s refers to an Operation, not a Tensor. %s".formatted(name, form)
        : "The name %s looks a like a Tensor name, but is not a valid one. %s"
            .formatted(name, form);
  }

  /// The graph of all ops so far.
  Graph snapshot(Map<String, ? extends Operand> outputs) {
    Map<String, Value> values = new LinkedHashMap<>();
    outputs.forEach((name, operand) -> values.put(name, value(operand.output())));
    return Graph.of(assembler.nodes(), values);
  }

  /// The graph of all ops so far; no op can be added any more.
  Graph build(Map<String, ? extends Operand> outputs) {
    Graph built = snapshot(outputs);
    finalized = true;
    return built;
  }
}
