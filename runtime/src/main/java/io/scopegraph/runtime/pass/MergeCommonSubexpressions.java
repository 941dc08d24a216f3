package io.scopegraph.runtime.pass;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphRewriter;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Op;
import io.scopegraph.op.Placeholder;
import io.scopegraph.op.VariableOp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Computes once what is computed several times: nodes of equal op and equal inputs become one, and
/// constants of equal contents too.
public final class MergeCommonSubexpressions implements GraphPass {
  private record Expression(Op op, List<Value> inputs) {}

  @Override
  public Graph apply(Graph graph) {
    Map<Expression, Value> known = new HashMap<>();
    return GraphRewriter.rewrite(graph, (node, rewriter) -> merge(node, rewriter, known));
  }

  private static boolean merge(Node node, GraphRewriter rewriter, Map<Expression, Value> known) {
    if (node.op() instanceof Placeholder || node.op() instanceof VariableOp) {
      return false;
    }
    Expression expression = new Expression(node.op(), rewriter.map(node.inputs()));
    Value first = known.get(expression);
    if (first == null) {
      rewriter.copy(node, node.op());
      known.put(expression, rewriter.map(Value.of(node.id())));
      return true;
    }
    for (int slot = 0; slot < node.outputs().size(); slot++) {
      rewriter.replace(new Value(node.id(), slot), new Value(first.node(), slot));
    }
    return true;
  }
}
