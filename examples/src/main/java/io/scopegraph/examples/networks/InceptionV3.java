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

/// Inception v3: branches of convolutions of several extents side by side, put together again.
public final class InceptionV3 {
  private static final Size2 ROW = new Size2(1, 7);
  private static final Size2 COLUMN = new Size2(7, 1);

  private final GraphBuilder g = new GraphBuilder();
  private final ConvolutionBlock conv = new ConvolutionBlock(g);

  private InceptionV3() {}

  /// From `image` (?, 299, 299, 3) to `probabilities` (?, 1000).
  public static Graph graph() {
    return new InceptionV3().build();
  }

  private Graph build() {
    var image = g.placeholder("image", DType.FLOAT32, Shape.of(-1, 299, 299, 3));
    var x = stem(image);
    x = small(x, 32, "mixed5b");
    x = small(x, 64, "mixed5c");
    x = small(x, 64, "mixed5d");
    x = shrink(x, "mixed6a");
    x = crossed(x, 128, "mixed6b");
    x = crossed(x, 160, "mixed6c");
    x = crossed(x, 160, "mixed6d");
    x = crossed(x, 192, "mixed6e");
    x = shrinkAgain(x, "mixed7a");
    x = wide(x, "mixed7b");
    x = wide(x, "mixed7c");
    var logits = Layers.dense(MathOps.reduceMean(x, 1, 2), 1000).name("classes").apply();
    return g.build(Map.of("probabilities", Nn.softmax(logits)));
  }

  private Output stem(Output image) {
    try (var _ = g.variableScope("stem")) {
      var x = conv.apply(image, 32, Size2.of(3), 2, Padding.VALID, "conv1");
      x = conv.apply(x, 32, Size2.of(3), 1, Padding.VALID, "conv2");
      x = conv.apply(x, 64, 3, "conv3");
      x = Nn.maxPool(x, 3, 2, Padding.VALID);
      x = conv.apply(x, 80, Size2.ONE, 1, Padding.VALID, "conv4");
      x = conv.apply(x, 192, Size2.of(3), 1, Padding.VALID, "conv5");
      return Nn.maxPool(x, 3, 2, Padding.VALID);
    }
  }

  private Output pooled(Output x, int filters) {
    return conv.apply(Nn.avgPool(x, 3, 1, Padding.SAME), filters, 1, "pool");
  }

  private Output small(Output x, int pool, String scope) {
    try (var _ = g.variableScope(scope)) {
      var one = conv.apply(x, 64, 1, "one");
      var five = conv.apply(conv.apply(x, 48, 1, "five1"), 64, 5, "five2");
      var three = conv.apply(conv.apply(x, 64, 1, "three1"), 96, 3, "three2");
      three = conv.apply(three, 96, 3, "three3");
      return ArrayOps.concat(List.of(one, five, three, pooled(x, pool)), 3);
    }
  }

  private Output shrink(Output x, String scope) {
    try (var _ = g.variableScope(scope)) {
      var three = conv.apply(x, 384, Size2.of(3), 2, Padding.VALID, "three");
      var twice = conv.apply(conv.apply(x, 64, 1, "twice1"), 96, 3, "twice2");
      twice = conv.apply(twice, 96, Size2.of(3), 2, Padding.VALID, "twice3");
      return ArrayOps.concat(List.of(three, twice, Nn.maxPool(x, 3, 2, Padding.VALID)), 3);
    }
  }

  private Output cross(Output x, int filters, Size2 kernel, String scope) {
    return conv.apply(x, filters, kernel, 1, Padding.SAME, scope);
  }

  private Output crossed(Output x, int filters, String scope) {
    try (var _ = g.variableScope(scope)) {
      var one = conv.apply(x, 192, 1, "one");
      var seven = cross(conv.apply(x, filters, 1, "seven1"), filters, ROW, "seven2");
      seven = cross(seven, 192, COLUMN, "seven3");
      var twice = cross(conv.apply(x, filters, 1, "twice1"), filters, COLUMN, "twice2");
      twice = cross(cross(twice, filters, ROW, "twice3"), filters, COLUMN, "twice4");
      twice = cross(twice, 192, ROW, "twice5");
      return ArrayOps.concat(List.of(one, seven, twice, pooled(x, 192)), 3);
    }
  }

  private Output shrinkAgain(Output x, String scope) {
    try (var _ = g.variableScope(scope)) {
      var three = conv.apply(x, 192, 1, "three1");
      three = conv.apply(three, 320, Size2.of(3), 2, Padding.VALID, "three2");
      var seven = cross(conv.apply(x, 192, 1, "seven1"), 192, ROW, "seven2");
      seven = cross(seven, 192, COLUMN, "seven3");
      seven = conv.apply(seven, 192, Size2.of(3), 2, Padding.VALID, "seven4");
      return ArrayOps.concat(List.of(three, seven, Nn.maxPool(x, 3, 2, Padding.VALID)), 3);
    }
  }

  /// Both directions of a cross, side by side.
  private Output fork(Output x, String scope) {
    var row = cross(x, 384, new Size2(1, 3), scope + "Row");
    var column = cross(x, 384, new Size2(3, 1), scope + "Column");
    return ArrayOps.concat(List.of(row, column), 3);
  }

  private Output wide(Output x, String scope) {
    try (var _ = g.variableScope(scope)) {
      var one = conv.apply(x, 320, 1, "one");
      var three = fork(conv.apply(x, 384, 1, "three1"), "three");
      var twice = conv.apply(conv.apply(x, 448, 1, "twice1"), 384, 3, "twice2");
      twice = fork(twice, "twice");
      return ArrayOps.concat(List.of(one, three, twice, pooled(x, 192)), 3);
    }
  }
}
