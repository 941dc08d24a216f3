package io.scopegraph.generator;

import static io.scopegraph.generator.KernelSource.each;
import static io.scopegraph.generator.KernelSource.plus;

/// Eight neighbouring outputs of a depthwise convolution, one vector of channels after the other;
/// each input is loaded once and used for every output that it is under.
///
/// @param taps taps in a row of the filter
/// @param stride from one output to the next, in taps
@SuppressWarnings("InlineFormatString") // The template is what a reader looks for first.
record SlidingTemplate(int taps, int stride) {
  private static final int PIXELS = 8;

  private static final String BODY =
      """
      package %1$s;

      import io.scopegraph.cpu.kernel.Activation;
      import io.scopegraph.cpu.kernel.Taps;
      import jdk.incubator.vector.FloatVector;
      import jdk.incubator.vector.IntVector;
      import jdk.incubator.vector.VectorSpecies;

      /// Eight neighbouring outputs of a depthwise convolution with %3$d taps a row and stride %4$d.
      final class %2$s {
        static final int PIXELS = 8;
        private static final VectorSpecies<Float> S = Lanes.SPECIES;

        private %2$s() {}

        /// Eight outputs of `span` channels, a multiple of the vector's lanes. `tapStep` is from one tap
        /// to the next in the input, `channels` the length of a row of weights.
        static void run(
            float[] in,
            int inAt,
            int tapStep,
            Taps taps,
            float[] weights,
            int weightsAt,
            int channels,
            int span,
            float[] bias,
            int biasAt,
            float[] out,
            int outAt,
            int outStep,
            Activation activation) {
          IntVector low = IntVector.broadcast(Lanes.INTS, activation.lowBits());
          IntVector high = IntVector.broadcast(Lanes.INTS, activation.highBits());
          int next = taps.colWeights() * channels;
          for (int c = 0; c < span; c += S.length()) {
            FloatVector start = FloatVector.fromArray(S, bias, biasAt + c);
      %5$s      for (int row = 0; row < taps.rows(); row++) {
              int i = inAt + c + row * taps.rowIn();
              int w = weightsAt + c + row * taps.rowWeights() * channels;
      %6$s%7$s      }
            int o = outAt + c;
      %8$s    }
        }
      }
      """;

  KernelSource source() {
    String name = "Sliding" + taps + (stride == 1 ? "" : "By" + stride);
    return new KernelSource(
        name,
        BODY.formatted(
            KernelSource.PACKAGE,
            name,
            taps,
            stride,
            each(PIXELS, p -> "      FloatVector a%d = start;\n".formatted(p)),
            each(taps, SlidingTemplate::weight),
            each((PIXELS - 1) * stride + taps, this::input),
            each(PIXELS, SlidingTemplate::store)));
  }

  private static String weight(int tap) {
    return "        FloatVector w%d = FloatVector.fromArray(S, weights, %s);\n"
        .formatted(tap, plus("w", tap, "next"));
  }

  /// Loads one input and adds its products. An output meets its taps in their order.
  private String input(int number) {
    return "        FloatVector x%d = FloatVector.fromArray(S, in, %s);\n"
            .formatted(number, plus("i", number, "tapStep"))
        + each(
            PIXELS,
            p -> {
              int tap = number - p * stride;
              return tap < 0 || tap >= taps
                  ? ""
                  : "        a%1$d = x%2$d.fma(w%3$d, a%1$d);\n".formatted(p, number, tap);
            });
  }

  private static String store(int pixel) {
    return "      a%d.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(out, %s);\n"
        .formatted(pixel, plus("o", pixel, "outStep"));
  }
}
