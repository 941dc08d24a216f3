package io.scopegraph.benchmarks.network;

import io.scopegraph.benchmarks.network.Convolutions.Window;
import io.scopegraph.builder.Initializer;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.Output;

/// MobileNetV2: blocks that expand, convolve each channel by itself and project.
final class MobileNetV2 {
  /// A stage: expansion of the channels, filters, blocks, stride of the first block.
  private record Stage(int expansion, int filters, int blocks, int stride) {}

  private static final Stage[] STAGES = {
    new Stage(1, 16, 1, 1),
    new Stage(6, 24, 2, 2),
    new Stage(6, 32, 3, 2),
    new Stage(6, 64, 4, 2),
    new Stage(6, 96, 3, 1),
    new Stage(6, 160, 3, 2),
    new Stage(6, 320, 1, 1)
  };

  private MobileNetV2() {}

  static Output apply(Convolutions convolutions, Output image) {
    Output x = convolutions.relu6(image, 32, Window.of(3, 2, 1), "stem");
    for (int stage = 0; stage < STAGES.length; stage++) {
      for (int block = 0; block < STAGES[stage].blocks(); block++) {
        String scope = "stage%d_block%d".formatted(stage + 1, block + 1);
        x = block(convolutions, x, STAGES[stage], block == 0 ? STAGES[stage].stride() : 1, scope);
      }
    }
    return Convolutions.classes(convolutions.relu6(x, 1280, Window.of(1, 1, 1), "head"), 1000);
  }

  private static Output block(
      Convolutions convolutions, Output x, Stage stage, int stride, String scope) {
    try (var _ = convolutions.graph().variableScope(scope)) {
      int channels = Math.toIntExact(Convolutions.FORMAT.channels(x.shape()));
      int hidden = channels * stage.expansion();
      Output y = x;
      if (stage.expansion() > 1) {
        y = convolutions.relu6(y, hidden, Window.of(1, 1, 1), "expand");
      }
      y = convolutions.relu6(y, hidden, Window.of(3, stride, hidden), "depthwise");
      boolean residual = stride == 1 && channels == stage.filters();
      Initializer initializer = residual ? Convolutions.RESIDUAL : Convolutions.LINEAR;
      y = convolutions.linear(y, stage.filters(), Window.of(1, 1, 1), initializer, "project");
      return residual ? MathOps.add(y, x) : y;
    }
  }
}
