package io.scopegraph.benchmarks.network;

import io.scopegraph.benchmarks.network.Convolutions.Window;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Output;
import io.scopegraph.layers.Layers;

/// VGG-16: five stages of 3x3 convolutions, three dense layers.
final class Vgg16 {
  private static final int[] FILTERS = {64, 128, 256, 512, 512};
  private static final int[] LAYERS = {2, 2, 3, 3, 3};

  private Vgg16() {}

  static Output apply(Convolutions convolutions, Output image) {
    Output x = image;
    for (int stage = 0; stage < FILTERS.length; stage++) {
      for (int layer = 1; layer <= LAYERS[stage]; layer++) {
        String scope = "conv%d_%d".formatted(stage + 1, layer);
        x = convolutions.relu(x, FILTERS[stage], Window.of(3, 1, 1), scope);
      }
      x = Convolutions.maxPool(x, 2, 2, 0);
    }
    x = Layers.flatten(x).apply();
    x = Nn.relu(Convolutions.dense(x, 4096, "dense1"));
    x = Nn.relu(Convolutions.dense(x, 4096, "dense2"));
    return Convolutions.dense(x, 1000, "classes");
  }
}
