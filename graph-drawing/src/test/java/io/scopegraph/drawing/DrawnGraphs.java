package io.scopegraph.drawing;

import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.Initializers;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Operand;
import io.scopegraph.builder.Output;
import io.scopegraph.builder.Reuse;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphAssembler;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Placeholder;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Graphs to draw.
public final class DrawnGraphs {
  /// Names that try to leave the place where they stand.
  static final List<String> HOSTILE_NAMES =
      List.of(
          "<script>alert(1)</script>",
          "</script><img src=x onerror=alert(1)>",
          "]]>",
          "a\"b'c&d",
          "-->",
          "line\nend\u2028\r",
          "back\\slash\\n",
          "@data@",
          "$1\\E",
          "\u0000\u0007",
          "\ud800",
          "文字/層",
          "very".repeat(200),
          "  ",
          "a/".repeat(300) + "deep",
          "//double//slash/");

  private DrawnGraphs() {}

  /// Two towers with one set of variables.
  public static Graph siamese() {
    GraphBuilder graph = new GraphBuilder();
    Output left = graph.placeholder("left", DType.FLOAT32, Shape.of(-1, 64, 64, 3));
    Output right = graph.placeholder("right", DType.FLOAT32, Shape.of(-1, 64, 64, 3));
    Output difference = MathOps.squaredDifference(tower(graph, left), tower(graph, right));
    return graph.build(MathOps.sqrt(MathOps.reduceSum(difference, 1)));
  }

  private static Output tower(GraphBuilder graph, Output image) {
    try (var _ = graph.variableScope("siamese", Reuse.AUTO_REUSE)) {
      Output first = Nn.maxPool(convolution(graph, image, 8, "conv1"), 2, 2, Padding.SAME);
      return MathOps.reduceMean(convolution(graph, first, 16, "conv2"), 1, 2);
    }
  }

  private static Output convolution(GraphBuilder graph, Output x, int channels, String name) {
    try (var _ = graph.variableScope(name)) {
      Operand kernel = graph.getVariable("kernel", Shape.of(3, 3, x.shape().dim(3), channels));
      Operand bias = graph.getVariable("bias", Shape.of(channels), Initializers.zeros());
      return Nn.relu(Nn.biasAdd(Nn.conv2d(x, kernel, 1, Padding.SAME), bias));
    }
  }

  /// Residual blocks in stages, and a sum over the stages: long edges and deep scopes.
  public static Graph residual(int stages, int blocks) {
    GraphBuilder graph = new GraphBuilder();
    Output x = graph.placeholder("image", DType.FLOAT32, Shape.of(-1, 32, 32, 4));
    Output sum = x;
    for (int stage = 1; stage <= stages; stage++) {
      try (var _ = graph.variableScope("stage" + stage)) {
        for (int block = 1; block <= blocks; block++) {
          try (var _ = graph.variableScope("block" + block)) {
            Output first = convolution(graph, x, 4, "conv1");
            x = convolution(graph, first, 4, "conv2").plus(x).times(0.5);
          }
        }
        sum = MathOps.add(sum, x);
      }
    }
    return graph.build(sum);
  }

  /// Sums of earlier values in random scopes; closed scopes form cycles.
  public static Graph random(long seed, int nodes) {
    Random random = new Random(seed);
    GraphAssembler graph = new GraphAssembler();
    TensorSpec spec = new TensorSpec(DType.FLOAT32, Shape.of(2, 3));
    List<Value> values = new ArrayList<>();
    values.add(graph.add("x", new Placeholder(spec), List.of(), null));
    for (int i = 1; i < nodes; i++) {
      StringBuilder name = new StringBuilder();
      for (int depth = random.nextInt(4); depth > 0; depth--) {
        name.append((char) ('a' + random.nextInt(3))).append('/');
      }
      Value near = values.get(Math.max(0, values.size() - 1 - random.nextInt(4)));
      Value far = values.get(random.nextInt(values.size()));
      values.add(
          graph.add(name + "n" + i, new Binary(BinaryFunction.ADD), List.of(near, far), null));
    }
    graph.output("result", values.getLast());
    graph.output("other", values.get(nodes / 2));
    return graph.build();
  }

  /// A long chain without scopes, with an edge over every third node.
  static Graph chain(int nodes) {
    GraphAssembler graph = new GraphAssembler();
    TensorSpec spec = new TensorSpec(DType.FLOAT32, Shape.of(2, 3));
    Value last = graph.add("x", new Placeholder(spec), List.of(), null);
    Value before = last;
    for (int i = 1; i < nodes; i++) {
      if (i % 3 == 0) {
        last = graph.add("add" + i, new Binary(BinaryFunction.ADD), List.of(last, before), null);
        before = last;
      } else {
        last = graph.add("relu" + i, Unary.of(UnaryFunction.RELU), List.of(last), null);
      }
    }
    graph.output("y", last);
    return graph.build();
  }

  /// A chain of nodes with hostile names, results among them.
  public static Graph hostile() {
    GraphAssembler graph = new GraphAssembler();
    Value last =
        graph.add(
            "x",
            new Placeholder(new TensorSpec(DType.INT64, Shape.unknownRank())),
            List.of(),
            null);
    for (String name : HOSTILE_NAMES) {
      last = graph.add(name, Unary.of(UnaryFunction.ABS), List.of(last), null);
      graph.output(name + " out", last);
    }
    return graph.build();
  }
}
