package io.scopegraph.benchmarks.network;

import io.scopegraph.benchmarks.network.Convolutions.Window;
import io.scopegraph.builder.Output;

/// Three convolutions of 64, 128 and 128 filters.
final class SeedNetwork {
  private SeedNetwork() {}

  static Output apply(Convolutions convolutions, Output image) {
    Window window = Window.of(3, 1, 1);
    Output x = convolutions.relu(image, 64, window, "conv1");
    x = convolutions.relu(x, 128, window, "conv2");
    return convolutions.relu(x, 128, window, "conv3");
  }
}
