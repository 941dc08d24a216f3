package io.scopegraph.examples.networks;

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
import java.util.Map;

/// ResNet-50: four stages of bottleneck blocks, each added to what it was made from. The stride is
/// in the 3 x 3 convolution.
public final class ResNet50 {
  private static final int EXPANSION = 4;

  private final GraphBuilder g = new GraphBuilder();
  private final ConvolutionBlock conv = new ConvolutionBlock(g);

  private ResNet50() {}

  /// From `image` (?, 224, 224, 3) to `probabilities` (?, 1000).
  public static Graph graph() {
    return new ResNet50().build();
  }

  private Graph build() {
    var image = g.placeholder("image", DType.FLOAT32, Shape.of(-1, 224, 224, 3));
    var x = conv.apply(image, 64, Size2.of(7), 2, Padding.SAME, "stem");
    x = Nn.maxPool(x, 3, 2, Padding.SAME, "pool");
    x = stage(x, 64, 3, 1, "stage1");
    x = stage(x, 128, 4, 2, "stage2");
    x = stage(x, 256, 6, 2, "stage3");
    x = stage(x, 512, 3, 2, "stage4");
    var logits = Layers.dense(MathOps.reduceMean(x, 1, 2), 1000).name("classes").apply();
    return g.build(Map.of("probabilities", Nn.softmax(logits)));
  }

  private Output stage(Output x, int filters, int blocks, int strides, String scope) {
    try (var _ = g.variableScope(scope)) {
      var y = bottleneck(x, filters, strides, "block1");
      for (int block = 2; block <= blocks; block++) {
        y = bottleneck(y, filters, 1, "block" + block);
      }
      return y;
    }
  }

  private Output bottleneck(Output x, int filters, int strides, String scope) {
    try (var _ = g.variableScope(scope)) {
      int wide = EXPANSION * filters;
      boolean same = strides == 1 && x.shape().dim(3) == wide;
      var shortcut = same ? x : conv.linear(x, wide, 1, strides, "shortcut");
      var y = conv.apply(x, filters, 1, "reduce");
      y = conv.apply(y, filters, Size2.of(3), strides, Padding.SAME, "spatial");
      y = conv.linear(y, wide, 1, 1, "expand");
      return Nn.relu(MathOps.add(y, shortcut));
    }
  }
}
