package io.scopegraph.graph;

import com.google.common.collect.ImmutableList;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.InitialValue;
import io.scopegraph.op.Op;
import io.scopegraph.op.Placeholder;
import io.scopegraph.op.SourceLine;
import io.scopegraph.op.Split;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.op.VariableOp;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;
import java.util.List;

/// Small graphs for the tests.
final class Graphs {
  static final TensorSpec ROW = new TensorSpec(DType.FLOAT32, Shape.of(1, 4));
  static final TensorSpec HALF = new TensorSpec(DType.FLOAT32, Shape.of(1, 2));
  static final Op INPUT = new Placeholder(ROW);
  static final Op RELU = Unary.of(UnaryFunction.RELU);
  static final Op ADD = new Binary(BinaryFunction.ADD);
  static final Op HALVES = new Split(1, 2, ImmutableList.of());
  static final Op WEIGHTS = new VariableOp("net/w", ROW, new InitialValue.Filled(1));

  private Graphs() {}

  /// The sum of the halves of relu(x + w).
  static Graph sumOfHalves() {
    return sumOfHalves(new SourceLine("Net.java", 3));
  }

  static Graph sumOfHalves(SourceLine source) {
    GraphAssembler graph = new GraphAssembler();
    Value x = graph.add("x", INPUT, List.of(), source);
    Value w = graph.add("net/w", WEIGHTS, List.of(), source);
    Value sum = graph.add("net/Add", ADD, List.of(x, w), source);
    Value relu = graph.add("net/Relu", RELU, List.of(sum), source);
    Value left = graph.add("net/split", HALVES, List.of(relu), source);
    Value right = new Value(left.node(), 1);
    graph.output("y", graph.add("Add", ADD, List.of(left, right), source));
    return graph.build();
  }

  static Node node(int id, String name, Op op, List<Value> inputs, TensorSpec... outputs) {
    return new Node(
        id, name, op, ImmutableList.copyOf(inputs), ImmutableList.copyOf(outputs), null);
  }
}
