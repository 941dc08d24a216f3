package io.scopegraph.runtime.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphVerifier;
import io.scopegraph.graph.Node;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Op;
import io.scopegraph.op.Placeholder;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.assertj.core.data.Offset;

/// Applies rewrites and checks what every one of them must keep.
final class Rewrites {
  /// Reordered float32 arithmetic over at most some hundred terms.
  private static final double TOLERANCE = 1e-5;

  private static final long FED_EXTENT = 4;

  private Rewrites() {}

  /// Applies a pass and removes dead nodes. The result must be a valid graph, compute the same
  /// values, and not change when the pass is applied again.
  static Graph apply(GraphPass pass, Graph before) {
    Graph after = new RemoveDeadNodes().apply(pass.apply(before));
    GraphVerifier.verify(after);
    assertSameValues(before, after);
    Graph again = new RemoveDeadNodes().apply(pass.apply(after));
    assertThat(types(again)).as("applied twice").isEqualTo(types(after));
    return after;
  }

  static void assertSameValues(Graph before, Graph after) {
    assertThat(after.outputs().keySet().asList()).isEqualTo(before.outputs().keySet().asList());
    assertThat(after.placeholders().stream().map(Node::name).toList())
        .isEqualTo(before.placeholders().stream().map(Node::name).toList());
    Map<String, Tensor> feeds = feeds(before);
    Map<String, Tensor> wanted = NaiveEvaluator.run(before, feeds);
    Map<String, Tensor> found = NaiveEvaluator.run(after, feeds);
    wanted.forEach(
        (name, tensor) -> assertClose(name, Objects.requireNonNull(found.get(name)), tensor));
  }

  private static void assertClose(String name, Tensor found, Tensor wanted) {
    assertThat(found.spec()).as(name).isEqualTo(wanted.spec());
    double[] expected = doubles(wanted);
    double range = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    double[] actual = doubles(found);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i])
          .as("%s[%d]", name, i)
          .isCloseTo(expected[i], Offset.offset(TOLERANCE * range));
    }
  }

  private static double[] doubles(Tensor tensor) {
    double[] values = new double[Math.toIntExact(tensor.elementCount())];
    for (int i = 0; i < values.length; i++) {
      values[i] = tensor.getDouble(i);
    }
    return values;
  }

  private static Map<String, Tensor> feeds(Graph graph) {
    Random random = new Random(7);
    Map<String, Tensor> feeds = new HashMap<>();
    for (Node node : graph.placeholders()) {
      Shape shape = ((Placeholder) node.op()).spec().shape();
      long[] dims =
          Arrays.stream(shape.dims()).map(dim -> dim == Shape.UNKNOWN ? FED_EXTENT : dim).toArray();
      Tensor tensor = Tensor.allocate(node.outputs().getFirst().withShape(Shape.of(dims)));
      for (long i = 0; i < tensor.elementCount(); i++) {
        tensor.setDouble(i, 8 * random.nextDouble() - 4);
      }
      feeds.put(node.name(), tensor);
    }
    return feeds;
  }

  /// The op types of the nodes that compute something, in order.
  static List<String> types(Graph graph) {
    return graph.nodes().stream()
        .map(Node::op)
        .filter(op -> !(op instanceof Constant) && !(op instanceof Placeholder))
        .map(Op::type)
        .toList();
  }

  /// The op of the only node of a type.
  static <T extends Op> T only(Graph graph, Class<T> type) {
    List<T> ops =
        graph.nodes().stream().map(Node::op).filter(type::isInstance).map(type::cast).toList();
    assertThat(ops).hasSize(1);
    return ops.getFirst();
  }
}
