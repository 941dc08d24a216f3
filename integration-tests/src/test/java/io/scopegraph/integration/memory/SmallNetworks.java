package io.scopegraph.integration.memory;

import io.scopegraph.builder.ArrayOps;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Output;
import io.scopegraph.builder.Reuse;
import io.scopegraph.graph.Graph;
import io.scopegraph.layers.Layers;
import io.scopegraph.op.Padding;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Networks of the kinds that are run in earnest, small enough to be run ten thousand times.
final class SmallNetworks {
  /// The extent of the images, which are float32 (?, SIZE, SIZE, 3).
  static final int SIZE = 8;

  private SmallNetworks() {}

  /// Convolutions with normalization and a residual, pooling, a dense layer and a softmax.
  static Graph residual() {
    GraphBuilder g = new GraphBuilder();
    try (var _ = g.variableScope("residual")) {
      return residual(g);
    }
  }

  private static Graph residual(GraphBuilder g) {
    Output x = image(g, "image");
    Output stem = Nn.relu(normalized(Layers.conv2d(x, 8, 3).padding("same").apply()));
    Output inner = Nn.relu(normalized(Layers.conv2d(stem, 8, 3).padding("same").apply()));
    Output outer = normalized(Layers.conv2d(inner, 8, 3).padding("same").apply());
    Output sum = Nn.relu(outer.plus(stem));
    Output pooled = Nn.maxPool(sum, 2, 2, Padding.SAME);
    Output scores = Layers.dense(Layers.flatten(pooled).apply(), 10).apply();
    return g.build(Map.of("y", Nn.softmax(scores)));
  }

  private static Output normalized(Output x) {
    return Layers.batchNormalization(x).apply();
  }

  /// What a text recogniser is made of: separable convolutions, hard swish, squeeze and excitation,
  /// joined branches, a sequence of columns, products of matrices and a softmax for each column.
  static Graph recogniser() {
    GraphBuilder g = new GraphBuilder();
    try (var _ = g.variableScope("recogniser")) {
      return recogniser(g);
    }
  }

  private static Graph recogniser(GraphBuilder g) {
    Output x = image(g, "image");
    Output deep = Nn.swish(Layers.separableConv2d(x, 8, 3).padding("same").apply());
    Output wide = MathOps.sigmoid(Layers.conv2d(x, 8, 1).apply());
    Output joined = ArrayOps.concat(List.of(deep, wide), 3);
    Output mean = MathOps.reduceMean(joined, 1, 2);
    Output weight = MathOps.sigmoid(Layers.dense(mean, 16).apply());
    Output excited = joined.times(ArrayOps.expandDims(weight, 1, 2));
    Output low = Nn.avgPool(excited, 2, 2, Padding.VALID);
    Output columns = MathOps.reduceMax(ArrayOps.transpose(low, 0, 2, 1, 3), 2);
    Output hidden = MathOps.tanh(Layers.dense(columns, 20).apply());
    return g.build(Map.of("y", Nn.softmax(Layers.dense(hidden, 30).apply())));
  }

  /// Two images through the same tower, and their distance.
  static Graph towers() {
    GraphBuilder g = new GraphBuilder();
    Output left = tower(g, image(g, "image"));
    Output right = tower(g, image(g, "other"));
    Output difference = MathOps.squaredDifference(left, right);
    return g.build(Map.of("y", MathOps.sqrt(MathOps.reduceSum(difference, 1)), "features", left));
  }

  private static Output tower(GraphBuilder g, Output x) {
    try (var _ = g.variableScope("tower", Reuse.AUTO_REUSE)) {
      Output first =
          Layers.conv2d(x, 8, 3).padding("same").activation(Nn::relu).name("first").apply();
      Output second =
          Layers.conv2d(Nn.maxPool(first, 2, 2, Padding.SAME), 16, 3)
              .padding("same")
              .activation(Nn::relu)
              .name("second")
              .apply();
      return MathOps.reduceMean(second, 1, 2);
    }
  }

  private static Output image(GraphBuilder g, String name) {
    return g.placeholder(name, DType.FLOAT32, Shape.of(-1, SIZE, SIZE, 3));
  }

  /// Images for all inputs of a network.
  static Map<String, Tensor> feeds(Graph graph, int batch, long seed) {
    Map<String, Tensor> feeds = new HashMap<>();
    graph.placeholders().forEach(node -> feeds.put(node.name(), images(batch, seed)));
    return Map.copyOf(feeds);
  }

  private static Tensor images(int batch, long seed) {
    Random random = new Random(seed);
    Tensor tensor = Tensor.allocate(new TensorSpec(DType.FLOAT32, Shape.of(batch, SIZE, SIZE, 3)));
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setDouble(i, random.nextDouble());
    }
    return tensor;
  }
}
