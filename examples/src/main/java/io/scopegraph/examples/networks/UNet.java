package io.scopegraph.examples.networks;

import io.scopegraph.builder.ArrayOps;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Output;
import io.scopegraph.graph.Graph;
import io.scopegraph.layers.Layers;
import io.scopegraph.op.Padding;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/// U-Net: down four times, up four times, and at each level on the way up what was there on the way
/// down is put beside it.
public final class UNet {
  private static final int LEVELS = 4;
  private static final int FILTERS = 64;

  private final GraphBuilder g = new GraphBuilder();
  private final ConvolutionBlock conv = new ConvolutionBlock(g);

  private UNet() {}

  /// From `image` (?, 256, 256, 3) to `mask` (?, 256, 256, 1).
  public static Graph graph() {
    return new UNet().build();
  }

  private Graph build() {
    var image = g.placeholder("image", DType.FLOAT32, Shape.of(-1, 256, 256, 3));
    Deque<Output> skipped = new ArrayDeque<>();
    var x = image;
    for (int level = 0; level < LEVELS; level++) {
      x = level(x, FILTERS << level, "down" + (level + 1));
      skipped.push(x);
      x = Nn.maxPool(x, 2, 2, Padding.VALID);
    }
    x = level(x, FILTERS << LEVELS, "bottom");
    for (int level = LEVELS - 1; level >= 0; level--) {
      x = up(x, skipped.pop(), FILTERS << level, "up" + (level + 1));
    }
    var mask = Layers.conv2d(x, 1, 1).name("mask").apply();
    return g.build(Map.of("mask", MathOps.sigmoid(mask)));
  }

  private Output level(Output x, int filters, String scope) {
    try (var _ = g.variableScope(scope)) {
      return conv.apply(conv.apply(x, filters, 3, "first"), filters, 3, "second");
    }
  }

  private Output up(Output x, Output beside, int filters, String scope) {
    try (var _ = g.variableScope(scope)) {
      var filter = g.getVariable("enlarge/kernel", Shape.of(2, 2, filters, x.shape().dim(3)));
      var larger = Nn.conv2dTranspose(x, filter, 2, Padding.SAME);
      return level(ArrayOps.concat(List.of(beside, larger), 3), filters, "merge");
    }
  }
}
