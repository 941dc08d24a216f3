package io.scopegraph.examples.networks;

import io.scopegraph.builder.ArrayOps;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Output;
import io.scopegraph.graph.Graph;
import io.scopegraph.layers.Layers;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Size2;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import java.util.List;
import java.util.Map;

/// DenseNet-121: in a block, every layer reads all that the layers before it made, put together.
public final class DenseNet121 {
  private static final int GROWTH = 32;

  private final GraphBuilder g = new GraphBuilder();
  private final ConvolutionBlock conv = new ConvolutionBlock(g);

  private DenseNet121() {}

  /// From `image` (?, 224, 224, 3) to `probabilities` (?, 1000).
  public static Graph graph() {
    return new DenseNet121().build();
  }

  private Graph build() {
    var image = g.placeholder("image", DType.FLOAT32, Shape.of(-1, 224, 224, 3));
    var x = conv.apply(image, 2 * GROWTH, Size2.of(7), 2, Padding.SAME, "stem");
    x = Nn.maxPool(x, 3, 2, Padding.SAME, "pool");
    x = transition(block(x, 6, "block1"), "transition1");
    x = transition(block(x, 12, "block2"), "transition2");
    x = transition(block(x, 24, "block3"), "transition3");
    x = block(x, 16, "block4");
    var last = Nn.relu(ConvolutionBlock.normalised(x));
    var logits = Layers.dense(MathOps.reduceMean(last, 1, 2), 1000).name("classes").apply();
    return g.build(Map.of("probabilities", Nn.softmax(logits)));
  }

  private Output block(Output x, int layers, String scope) {
    try (var _ = g.variableScope(scope)) {
      var features = x;
      for (int layer = 1; layer <= layers; layer++) {
        try (var _ = g.variableScope("layer" + layer)) {
          var y = conv.preactivated(features, 4 * GROWTH, 1, "reduce");
          y = conv.preactivated(y, GROWTH, 3, "spatial");
          features = ArrayOps.concat(List.of(features, y), 3);
        }
      }
      return features;
    }
  }

  private Output transition(Output x, String scope) {
    try (var _ = g.variableScope(scope)) {
      var y = conv.preactivated(x, Math.toIntExact(x.shape().dim(3) / 2), 1, "reduce");
      return Nn.avgPool(y, 2, 2, Padding.VALID, "pool");
    }
  }
}
