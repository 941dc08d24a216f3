package io.scopegraph.integration.weights;

import io.scopegraph.builder.ArrayOps;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Operand;
import io.scopegraph.builder.Output;
import io.scopegraph.graph.Graph;
import io.scopegraph.op.Padding;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import java.util.Map;

/// A network that doubles the size of grey pictures, written with scopes: eight convolutions, each
/// but the last followed by a rectifier with trained slopes.
final class SuperResolution {
  private static final int[][] FILTERS = {
    {5, 5, 1, 56},
    {1, 1, 56, 12},
    {3, 3, 12, 12},
    {3, 3, 12, 12},
    {3, 3, 12, 12},
    {3, 3, 12, 12},
    {1, 1, 12, 56},
    {1, 1, 56, 4}
  };

  private SuperResolution() {}

  /// The network for pictures of one size, with variables `SCOPE/f1`, `SCOPE/b1`, `SCOPE/alpha1`
  /// and so on.
  static Graph graph(String scope, long count, long height, long width) {
    GraphBuilder g = new GraphBuilder();
    Operand x = g.placeholder("x", DType.FLOAT32, Shape.of(count, height, width, 1));
    try (var _ = g.variableScope(scope)) {
      for (int layer = 1; layer < FILTERS.length; layer++) {
        int channels = FILTERS[layer - 1][3];
        Output sum = MathOps.add(conv(g, x, layer), g.getVariable("b" + layer, Shape.of(channels)));
        x = Nn.prelu(sum, g.getVariable("alpha" + layer, Shape.of(channels)));
      }
      Output blocks = conv(g, x, FILTERS.length);
      Output split = ArrayOps.reshape(blocks, count, height, width, 2, 2, 1);
      Output swapped = ArrayOps.transpose(split, 0, 1, 3, 2, 4, 5);
      Output picture = ArrayOps.reshape(swapped, count, 2 * height, 2 * width, 1);
      return g.build(Map.of("y", Nn.biasAdd(picture, g.getVariable("b8", Shape.of(1)))));
    }
  }

  private static Output conv(GraphBuilder g, Operand x, int layer) {
    int[] filter = FILTERS[layer - 1];
    Operand weights =
        g.getVariable("f" + layer, Shape.of(filter[0], filter[1], filter[2], filter[3]));
    return Nn.conv2d(x, weights, 1, Padding.SAME);
  }
}
