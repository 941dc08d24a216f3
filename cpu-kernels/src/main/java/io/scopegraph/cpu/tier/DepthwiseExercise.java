package io.scopegraph.cpu.tier;

import io.scopegraph.cpu.kernel.Activation;
import io.scopegraph.cpu.kernel.FloatKernels;
import io.scopegraph.cpu.kernel.Taps;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Exercises depthwise convolution: the usual sizes of filter, strides, borders, and channels that
/// fill no vector.
final class DepthwiseExercise extends Exercise {
  private static final int CHANNELS = 70;
  private static final int BRIEF_CHANNELS = 17;
  private static final int WIDTH = 32;
  private static final int HEIGHT = 9;

  private final List<Case> cases = cases();
  private final List<Taps> taps = cases.stream().map(each -> each.taps(CHANNELS)).toList();
  private final List<Taps> briefTaps =
      cases.stream().map(each -> each.taps(BRIEF_CHANNELS)).toList();
  private final float[] in = new float[WIDTH * HEIGHT * CHANNELS];
  private final float[] weights = new float[25 * CHANNELS];
  private final float[] bias = new float[CHANNELS];
  private final float[] out = new float[WIDTH * HEIGHT * CHANNELS];

  DepthwiseExercise() {
    super("depthwise convolution", cases().size());
    for (int i = 0; i < in.length; i++) {
      in[i] = (i % 13 - 6) * 0.21f;
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (i % 9 - 4) * 0.17f;
    }
    for (int i = 0; i < bias.length; i++) {
      bias[i] = (i % 5 - 2) * 0.11f;
    }
  }

  /// One way to call the kernel.
  ///
  /// @param size rows and columns of the filter
  /// @param cols columns of it that are inside
  /// @param stride of the filter
  /// @param pixels in a row
  private record Case(
      int size,
      int cols,
      int stride,
      int pixels,
      int channels,
      boolean biased,
      boolean residual,
      Activation activation) {
    Taps taps(int most) {
      int count = Math.min(channels, most);
      return new Taps(size, WIDTH * count, size, cols, count, 1, 1);
    }
  }

  private static List<Case> cases() {
    Activation none = Activation.NONE;
    Activation relu = Activation.RELU;
    Activation relu6 = Activation.clip(0, 6);
    return List.of(
        new Case(3, 3, 1, 28, 64, true, false, relu6),
        new Case(3, 3, 2, 14, 64, true, false, relu6),
        new Case(5, 5, 1, 26, 64, true, false, none),
        new Case(5, 5, 2, 13, 64, true, false, relu),
        new Case(3, 2, 1, 1, 64, true, false, relu6),
        new Case(3, 3, 1, 27, CHANNELS, true, true, none),
        new Case(3, 3, 2, 9, CHANNELS, false, false, relu),
        new Case(3, 2, 2, 2, 33, true, true, relu6),
        new Case(5, 3, 1, 7, 48, false, true, none),
        new Case(3, 3, 1, 11, 17, true, false, none),
        new Case(5, 5, 1, 5, 64, false, false, relu6),
        new Case(3, 3, 1, 14, 3, true, false, relu));
  }

  @Override
  void call(FloatKernels kernels, int round, boolean brief) {
    Case each = cases.get(round);
    int channels = brief ? Math.min(each.channels(), BRIEF_CHANNELS) : each.channels();
    int rows = brief ? 1 : 2;
    kernels.depthwise(
        in,
        0,
        each.stride() * channels,
        WIDTH * channels,
        each.pixels(),
        rows,
        (brief ? briefTaps : taps).get(round),
        weights,
        0,
        orNull(bias, each.biased()),
        0,
        orNull(in, each.residual()),
        0,
        out,
        0,
        channels,
        WIDTH * channels,
        channels,
        each.activation());
  }

  private static float @Nullable [] orNull(float[] array, boolean given) {
    return given ? array : null;
  }

  @Override
  float[] results() {
    return out;
  }
}
