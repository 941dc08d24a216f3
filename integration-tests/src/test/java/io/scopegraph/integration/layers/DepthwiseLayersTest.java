package io.scopegraph.integration.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.Output;
import io.scopegraph.layers.Layers;
import io.scopegraph.runtime.Session;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Output channel c * multiplier + m of a depthwise convolution comes from input channel c and
/// TensorFlow's kernel (height, width, c, m).
class DepthwiseLayersTest {
  private static final int SIZE = 5;
  private static final int CHANNELS = 3;
  private static final int MULTIPLIER = 2;

  private final GraphBuilder g = new GraphBuilder();
  private final Output x = g.placeholder("x", DType.FLOAT32, Shape.of(1, SIZE, SIZE, CHANNELS));

  /// Small integers, so that all sums are exact.
  private static Tensor pattern(long... dims) {
    Tensor tensor = Tensor.allocate(new TensorSpec(DType.FLOAT32, Shape.of(dims)));
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setDouble(i, (double) (i * 7 % 11 - 5));
    }
    return tensor;
  }

  private static double depthwise(Tensor image, Tensor kernel, int row, int column, int output) {
    int channel = output / MULTIPLIER;
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        sum +=
            image.getDouble(((row + i) * SIZE + column + j) * (long) CHANNELS + channel)
                * kernel.getDouble(
                    ((i * 3 + j) * CHANNELS + channel) * (long) MULTIPLIER + output % MULTIPLIER);
      }
    }
    return sum;
  }

  @Test
  void depthwiseConvolvesEachChannelByItself() {
    Output y = Layers.depthwiseConv2d(x, 3).depthMultiplier(MULTIPLIER).apply();
    Tensor image = pattern(1, SIZE, SIZE, CHANNELS);
    Tensor kernel = pattern(3, 3, CHANNELS, MULTIPLIER);
    try (Session session = Session.open(g.build(Map.of("y", y)))) {
      session.assign("depthwise_conv2d/depthwise_kernel", kernel);
      Tensor result = session.run(Map.of("x", image)).get("y");
      for (int i = 0; i < result.elementCount(); i++) {
        int outputs = CHANNELS * MULTIPLIER;
        int row = i / outputs / 3;
        int column = i / outputs % 3;
        assertThat(result.getDouble(i))
            .as("element %d", i)
            .isEqualTo(depthwise(image, kernel, row, column, i % outputs));
      }
    }
  }

  @Test
  void separableMixesTheResults() {
    Output y = Layers.separableConv2d(x, 4, 3).depthMultiplier(MULTIPLIER).apply();
    Tensor image = pattern(1, SIZE, SIZE, CHANNELS);
    Tensor kernel = pattern(3, 3, CHANNELS, MULTIPLIER);
    Tensor mixing = pattern(1, 1, (long) CHANNELS * MULTIPLIER, 4);
    try (Session session = Session.open(g.build(Map.of("y", y)))) {
      session.assign("separable_conv2d/depthwise_kernel", kernel);
      session.assign("separable_conv2d/pointwise_kernel", mixing);
      Tensor result = session.run(Map.of("x", image)).get("y");
      for (int i = 0; i < result.elementCount(); i++) {
        double sum = 0;
        for (int channel = 0; channel < CHANNELS * MULTIPLIER; channel++) {
          sum +=
              depthwise(image, kernel, i / 12, i / 4 % 3, channel)
                  * mixing.getDouble(channel * 4L + i % 4);
        }
        assertThat(result.getDouble(i)).as("element %d", i).isEqualTo(sum);
      }
    }
  }
}
