package io.scopegraph.benchmarks.network;

import io.scopegraph.benchmarks.network.Convolutions.Window;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Output;

/// ResNet-50 with the stride in the 3x3 convolutions.
final class ResNet50 {
  private static final int[] BLOCKS = {3, 4, 6, 3};
  private static final int EXPANSION = 4;

  private ResNet50() {}

  static Output apply(Convolutions convolutions, Output image) {
    Output x = convolutions.relu(image, 64, Window.of(7, 2, 1), "stem");
    x = Convolutions.maxPool(x, 3, 2, 1);
    for (int stage = 0; stage < BLOCKS.length; stage++) {
      for (int block = 0; block < BLOCKS[stage]; block++) {
        int stride = block == 0 && stage > 0 ? 2 : 1;
        x = bottleneck(convolutions, x, 64 << stage, stride, stage + 1, block + 1);
      }
    }
    return Convolutions.classes(x, 1000);
  }

  private static Output bottleneck(
      Convolutions convolutions, Output x, int filters, int stride, int stage, int block) {
    try (var _ = convolutions.graph().variableScope("stage%d_block%d".formatted(stage, block))) {
      int wide = EXPANSION * filters;
      Output shortcut =
          block > 1
              ? x
              : convolutions.linear(
                  x, wide, Window.of(1, stride, 1), Convolutions.LINEAR, "shortcut");
      Output y = convolutions.relu(x, filters, Window.of(1, 1, 1), "reduce");
      y = convolutions.relu(y, filters, Window.of(3, stride, 1), "spatial");
      y = convolutions.linear(y, wide, Window.of(1, 1, 1), Convolutions.RESIDUAL, "expand");
      return Nn.relu(MathOps.add(y, shortcut));
    }
  }
}
