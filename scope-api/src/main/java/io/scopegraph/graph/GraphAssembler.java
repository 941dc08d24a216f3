package io.scopegraph.graph;

import com.google.common.collect.ImmutableList;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Inference;
import io.scopegraph.op.Op;
import io.scopegraph.op.SourceLine;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts a graph together node by node, in topological order, and checks each op as it comes. Names
/// are taken as they are; scopes are the business of the builder above.
///
/// Confined to one thread.
public final class GraphAssembler {
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Integer> byName = new HashMap<>();
  private final Map<String, Value> outputs = new LinkedHashMap<>();

  /// Adds a node.
  ///
  /// @return its first output
  /// @throws io.scopegraph.op.InvalidOpException if the op does not take these inputs
  /// @throws InvalidGraphException if the name is taken
  public Value add(String name, Op op, List<Value> inputs, @Nullable SourceLine source) {
    if (byName.containsKey(name)) {
      throw new InvalidGraphException("Duplicate node name in graph: '%s'".formatted(name));
    }
    List<Inference.Operand> operands =
        inputs.stream().map(value -> new Inference.Operand(spec(value), constant(value))).toList();
    ImmutableList<TensorSpec> specs = Inference.specs(op, name, source, operands);
    int id = nodes.size();
    nodes.add(new Node(id, name, op, ImmutableList.copyOf(inputs), specs, source));
    byName.put(name, id);
    return Value.of(id);
  }

  /// A name that is not taken yet: the base itself, or the base with the first free number.
  public String uniqueName(String base) {
    String name = base;
    for (int number = 1; byName.containsKey(name); number++) {
      name = base + "_" + number;
    }
    return name;
  }

  public boolean contains(String name) {
    return byName.containsKey(name);
  }

  public Node node(Value value) {
    return nodes.get(value.node());
  }

  public TensorSpec spec(Value value) {
    return node(value).outputs().get(value.slot());
  }

  /// The contents of a value that a constant gives, or null.
  public @Nullable Tensor constant(Value value) {
    return node(value).op() instanceof Constant(Tensor tensor) ? tensor : null;
  }

  /// The nodes added so far.
  public ImmutableList<Node> nodes() {
    return ImmutableList.copyOf(nodes);
  }

  /// Declares a result.
  public void output(String name, Value value) {
    outputs.put(name, value);
  }

  public Graph build() {
    return Graph.of(nodes, outputs);
  }
}
