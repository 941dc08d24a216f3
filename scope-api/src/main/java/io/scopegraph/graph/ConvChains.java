package io.scopegraph.graph;

import io.scopegraph.op.Conv2D;
import io.scopegraph.op.ConvChain;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Takes chains of convolutions apart.
public final class ConvChains {
  private ConvChains() {}

  /// The graph with the stages of some chains as nodes of their own; the same one if there are
  /// none. The last stage has the chain's name.
  ///
  /// @param chosen which nodes of op [ConvChain]
  public static Graph split(Graph graph, Predicate<Node> chosen) {
    boolean[] apart = new boolean[graph.nodes().size()];
    boolean found = false;
    for (Node node : graph.nodes()) {
      apart[node.id()] = node.op() instanceof ConvChain && chosen.test(node);
      found |= apart[node.id()];
    }
    return found
        ? GraphRewriter.rewrite(graph, (node, rewriter) -> split(apart, node, rewriter))
        : graph;
  }

  private static boolean split(boolean[] apart, Node node, GraphRewriter rewriter) {
    if (!apart[node.id()] || !(node.op() instanceof ConvChain chain)) {
      return false;
    }
    List<Value> inputs = rewriter.map(node.inputs());
    Value value = inputs.getFirst();
    int last = chain.stages().size() - 1;
    for (int stage = 0; stage <= last; stage++) {
      Conv2D conv = chain.stages().get(stage);
      List<Value> operands = new ArrayList<>();
      operands.add(value);
      operands.addAll(inputs.subList(chain.filter(stage), chain.filter(stage + 1)));
      String name = stage == last ? node.name() : node.name() + "/stage" + stage;
      value = rewriter.add(name, node, conv, operands);
    }
    rewriter.replace(Value.of(node.id()), value);
    return true;
  }
}
