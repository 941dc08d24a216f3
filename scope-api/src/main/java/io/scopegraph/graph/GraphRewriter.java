package io.scopegraph.graph;

import io.scopegraph.op.Op;
import java.util.List;

/// Makes a changed copy of a graph. A rewrite walks over the nodes of the old graph in order and
/// says for each what stands in its place; everything else (ids, outputs, shape inference) is done
/// here.
///
/// New nodes are added to the copy and so come before the copies of all later nodes. A node that
/// nothing reads any more stays; removing dead nodes is a pass of its own.
public final class GraphRewriter {
  /// The rule for one node.
  @FunctionalInterface
  public interface Rule {
    /// Either calls [GraphRewriter#replace] for each output of the node that is used and returns
    /// true, or returns false to have the node copied.
    boolean apply(Node node, GraphRewriter rewriter);
  }

  private final Graph source;
  private final GraphAssembler target = new GraphAssembler();
  private final Value[][] mapped;

  private GraphRewriter(Graph source) {
    this.source = source;
    this.mapped = new Value[source.nodes().size()][];
  }

  /// The graph that results from applying a rule to each node.
  public static Graph rewrite(Graph source, Rule rule) {
    GraphRewriter rewriter = new GraphRewriter(source);
    for (Node node : source.nodes()) {
      rewriter.mapped[node.id()] = new Value[node.outputs().size()];
      if (!rule.apply(node, rewriter)) {
        rewriter.copy(node, node.op());
      }
    }
    source.outputs().forEach((name, value) -> rewriter.target.output(name, rewriter.map(value)));
    return rewriter.target.build();
  }

  /// The graph being rewritten.
  public Graph source() {
    return source;
  }

  /// The copy as far as it has come.
  public GraphAssembler target() {
    return target;
  }

  /// What stands in the copy for a value of the old graph, which must belong to an earlier node.
  public Value map(Value old) {
    Value value = mapped[old.node()][old.slot()];
    if (value == null) {
      throw new InvalidGraphException(
          "The rewrite left \"%s\" without a replacement, but it is read"
              .formatted(source.tensorName(old)));
    }
    return value;
  }

  public List<Value> map(List<Value> old) {
    return old.stream().map(this::map).toList();
  }

  /// Says what stands for a value of the old graph from now on.
  public void replace(Value old, Value value) {
    mapped[old.node()][old.slot()] = value;
  }

  /// Copies a node with another op that has the same inputs and outputs.
  public void copy(Node node, Op op) {
    replaceWith(node, op, map(node.inputs()));
  }

  /// Puts one new node, under the old name, in the place of an old one.
  ///
  /// @param inputs values of the copy
  public void replaceWith(Node node, Op op, List<Value> inputs) {
    Value first = target.add(target.uniqueName(node.name()), op, inputs, node.source());
    for (int slot = 0; slot < node.outputs().size(); slot++) {
      replace(new Value(node.id(), slot), new Value(first.node(), slot));
    }
  }

  /// Adds a new node beside an old one, under the old name or, if that is taken, a numbered one.
  ///
  /// @param inputs values of the copy
  /// @return its first output
  public Value add(String name, Node beside, Op op, List<Value> inputs) {
    return target.add(target.uniqueName(name), op, inputs, beside.source());
  }
}
