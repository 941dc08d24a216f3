package io.scopegraph.runtime.pass;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphAssembler;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Cast;
import io.scopegraph.op.Constant;
import io.scopegraph.op.ConstantOfShape;
import io.scopegraph.op.Op;
import io.scopegraph.op.Resize;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/// A copy of a graph in which float32 values are stored in a narrower type. A value is converted
/// where it is first read in the other type, and once.
final class NarrowedGraph {
  private final Graph graph;
  private final DType stored;
  private final UnaryOperator<Tensor> convert;
  private final GraphAssembler target = new GraphAssembler();

  /// What stands for the values of the old graph, in their own type or in the narrow one; a float32
  /// value is in either map or in both.
  private final Map<Value, Value> plain = new HashMap<>();

  private final Map<Value, Value> narrow = new HashMap<>();

  /// @param convert turns a float32 constant into one of the narrow type
  NarrowedGraph(Graph graph, DType stored, UnaryOperator<Tensor> convert) {
    this.graph = graph;
    this.stored = stored;
    this.convert = convert;
  }

  Graph build() {
    graph.nodes().forEach(this::copy);
    graph.outputs().forEach((name, value) -> target.output(name, plain(value)));
    return target.build();
  }

  private void copy(Node node) {
    if (node.op() instanceof Cast(DType to) && castsWithin(node, to)) {
      narrow.put(Value.of(node.id()), narrow(node.inputs().getFirst()));
      return;
    }
    Op op = narrowed(node.op());
    ImmutableList.Builder<Value> inputs = ImmutableList.builder();
    for (int input = 0; input < node.inputs().size(); input++) {
      Value value = node.inputs().get(input);
      inputs.add(isFloat32(value) && !staysWide(node.op(), input) ? narrow(value) : plain(value));
    }
    Value first = target.add(target.uniqueName(node.name()), op, inputs.build(), node.source());
    for (int slot = 0; slot < node.outputs().size(); slot++) {
      Value value = new Value(node.id(), slot);
      Value copy = new Value(first.node(), slot);
      boolean narrowed = isFloat32(value) && target.spec(copy).dtype() == stored;
      (narrowed ? narrow : plain).put(value, copy);
    }
  }

  /// Whether a cast gives the narrow form of a value that is float32, or float32 of one that is
  /// narrow: such a one is made where it is needed.
  private boolean castsWithin(Node node, DType to) {
    DType from = graph.spec(node.inputs().getFirst()).dtype();
    return (from == DType.FLOAT32 && to == stored) || (from == stored && to == DType.FLOAT32);
  }

  private Op narrowed(Op op) {
    if (op instanceof Cast(DType to) && to == DType.FLOAT32) {
      return new Cast(stored);
    }
    if (op instanceof ConstantOfShape(Tensor fill) && fill.dtype() == DType.FLOAT32) {
      return new ConstantOfShape(convert.apply(fill));
    }
    return op;
  }

  /// Whether an input is float32 whatever the others are.
  private static boolean staysWide(Op op, int input) {
    return op instanceof Resize && input > 0;
  }

  /// The value in the type that it has in the old graph.
  private Value plain(Value value) {
    Value known = plain.get(value);
    if (known == null) {
      known = isFloat32(value) ? cast(value, narrow(value), DType.FLOAT32) : narrow(value);
      plain.put(value, known);
    }
    return known;
  }

  /// The float32 value, or the value that is narrow already, in the narrow type.
  private Value narrow(Value value) {
    Value known = narrow.get(value);
    if (known != null) {
      return known;
    }
    Value wide = plain(value);
    Tensor constant = graph.constant(value);
    Value made =
        target.spec(wide).dtype() == stored
            ? wide
            : constant == null ? cast(value, wide, stored) : constant(value, constant);
    narrow.put(value, made);
    return made;
  }

  private Value cast(Value value, Value from, DType to) {
    Node node = graph.node(value);
    String base = value.slot() == 0 ? node.name() : node.name() + "/" + value.slot();
    String name = node.op() instanceof Cast(DType made) && made == to ? base : base + "/" + to;
    return target.add(target.uniqueName(name), new Cast(to), ImmutableList.of(from), node.source());
  }

  private Value constant(Value value, Tensor constant) {
    Node node = graph.node(value);
    return target.add(
        target.uniqueName(node.name() + "/" + stored),
        new Constant(convert.apply(constant)),
        ImmutableList.of(),
        node.source());
  }

  private boolean isFloat32(Value value) {
    return graph.spec(value).dtype() == DType.FLOAT32;
  }
}
