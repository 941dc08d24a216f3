package io.scopegraph.scopes;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.GraphKeys;
import io.scopegraph.builder.Initializers;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.Named;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Output;
import io.scopegraph.builder.Reuse;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphVerifier;
import io.scopegraph.graph.Node;
import io.scopegraph.op.Padding;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import org.junit.jupiter.api.Test;

/// Two towers that share their variables, with a distance on top.
class TwoTowersTest {
  private final GraphBuilder g = new GraphBuilder();

  private Output convLayer(Output x, int channels, String name) {
    try (var _ = g.variableScope(name)) {
      var kernel = g.getVariable("kernel", Shape.of(3, 3, x.shape().dim(3), channels));
      var bias = g.getVariable("bias", Shape.of(channels), Initializers.zeros());
      return Nn.relu(Nn.biasAdd(Nn.conv2d(x, kernel, 1, Padding.SAME), bias));
    }
  }

  private Output tower(Output image) {
    try (var _ = g.variableScope("siamese", Reuse.AUTO_REUSE)) {
      var first = Nn.maxPool(convLayer(image, 8, "conv1"), 2, 2, Padding.SAME);
      return MathOps.reduceMean(convLayer(first, 16, "conv2"), 1, 2);
    }
  }

  private Graph build() {
    var left = g.placeholder("left", DType.FLOAT32, Shape.of(-1, 64, 64, 3));
    var right = g.placeholder("right", DType.FLOAT32, Shape.of(-1, 64, 64, 3));
    try (var _ = g.nameScope("distance")) {
      var difference = MathOps.squaredDifference(tower(left), tower(right));
      return g.build(MathOps.sqrt(MathOps.reduceSum(difference, 1)));
    }
  }

  @Test
  void eachVariableIsThereOnce() {
    Graph graph = build();

    assertThat(graph.variables().keySet())
        .containsExactly(
            "siamese/conv1/kernel",
            "siamese/conv1/bias",
            "siamese/conv2/kernel",
            "siamese/conv2/bias");
    assertThat(g.collection(GraphKeys.TRAINABLE_VARIABLES))
        .extracting(Named::name)
        .containsExactly(
            "siamese/conv1/kernel:0",
            "siamese/conv1/bias:0",
            "siamese/conv2/kernel:0",
            "siamese/conv2/bias:0");
  }

  @Test
  void bothTowersReadTheSameVariable() {
    Graph graph = build();

    var read = graph.value("siamese/conv1/kernel/read:0");
    assertThat(graph.users().get(read.node()))
        .extracting(id -> graph.node(id).name())
        .containsExactly("distance/siamese/conv1/Conv2D", "distance/siamese_1/conv1/Conv2D");
  }

  @Test
  void theGraphKeepsEveryRule() {
    Graph graph = build();

    GraphVerifier.verify(graph);
    assertThat(graph.outputs().keySet()).containsExactly("distance/Sqrt:0");
    assertThat(graph.spec(graph.value("distance/Sqrt:0")).shape()).isEqualTo(Shape.of(-1));
  }

  @Test
  void everyNodeKnowsTheFileThatMadeIt() {
    assertThat(build().nodes())
        .extracting(Node::source)
        .allMatch(source -> source != null && source.file().equals("TwoTowersTest.java"));
  }
}
