package io.scopegraph.generator;

import static io.scopegraph.generator.KernelSource.each;
import static io.scopegraph.generator.KernelSource.plus;

/// A tile of pixels by vectors of output channels, one accumulator each.
///
/// The accumulators are local variables and the loop over a run is not unrolled: with arrays of
/// vectors, or with an unrolled body, the compiler spills. Whole vectors are read and written
/// throughout, because masks would double what the compiler has to chew.
@SuppressWarnings("InlineFormatString") // The template is what a reader looks for first.
record TileTemplate(int pixels, int vectors) {
  private static final String BODY =
      """
      package %1$s;

      import io.scopegraph.cpu.kernel.PanelOperands;
      import io.scopegraph.cpu.kernel.Positions;
      import io.scopegraph.cpu.kernel.Walk;
      import jdk.incubator.vector.FloatVector;
      import jdk.incubator.vector.IntVector;
      import jdk.incubator.vector.VectorSpecies;
      import org.jspecify.annotations.Nullable;

      /// Up to %3$d pixels by %4$d vectors of output channels.
      final class %2$s {
        static final int PIXELS = %3$d;
        private static final VectorSpecies<Float> S = Lanes.SPECIES;
        private static final int L = Lanes.COUNT;
        private static final int WIDTH = %4$d * L;

        private %2$s() {}

        /// Computes the pixels from number `first` of the positions on, `last` + 1 of them, into the
        /// places of `out` that `outs` tells. Missing pixels repeat the last one, so that they read
        /// and write nothing new.
        static void run(
            PanelOperands operands,
            Walk walk,
            Positions positions,
            int first,
            int last,
            int inShift,
            int weightsAt,
            float[] bias,
            int biasAt,
            float @Nullable [] residual,
            int residualShift,
            float[] out,
            int[] outs,
            int outShift) {
          float[] in = operands.in();
          float[] weights = operands.weights();
          int[] places = positions.places();
          int[] weightRows = walk.weightRows();
      %5$s%6$s    int taps = walk.taps();
          int run = walk.run();
          int pitch = positions.pitch();
          int at = first;
          for (int tap = 0; tap < taps; tap++) {
      %7$s      int row = weightsAt + weightRows[tap] * WIDTH;
            for (int k = 0; k < run; k++) {
      %8$s      }
            at += pitch;
          }
      %9$s    if (residual != null) {
      %10$s    }
          if (operands.clamps()) {
            IntVector low = IntVector.broadcast(Lanes.INTS, operands.lowBits());
            IntVector high = IntVector.broadcast(Lanes.INTS, operands.highBits());
      %11$s    }
      %12$s  }
      }
      """;

  KernelSource source() {
    String name = "Tile" + pixels + "x" + vectors;
    return new KernelSource(
        name,
        BODY.formatted(
            KernelSource.PACKAGE,
            name,
            pixels,
            vectors,
            each(pixels, p -> p == 0 ? "" : "    int p%1$d = Math.min(%1$d, last);\n".formatted(p)),
            each(vectors, this::start),
            each(pixels, TileTemplate::place),
            products(),
            each(pixels, TileTemplate::out),
            each(pixels, p -> each(vectors, v -> addResidual(p, v))),
            each(pixels, p -> each(vectors, v -> clamp(p, v))),
            each(pixels, p -> each(vectors, v -> store(p, v)))));
  }

  private String start(int vector) {
    return "    FloatVector b%d = FloatVector.fromArray(S, bias, %s);\n"
            .formatted(vector, plus("biasAt", vector, "L"))
        + each(pixels, p -> "    FloatVector a%1$d%2$d = b%2$d;\n".formatted(p, vector));
  }

  private static String place(int pixel) {
    return "      int i%d = inShift + places[at%s];\n".formatted(pixel, repeated(pixel));
  }

  private static String out(int pixel) {
    return "    int o%d = outShift + outs[first%s];\n".formatted(pixel, repeated(pixel));
  }

  private static String repeated(int pixel) {
    return pixel == 0 ? "" : " + p" + pixel;
  }

  private String products() {
    return each(
            vectors,
            v ->
                "        FloatVector w%d = FloatVector.fromArray(S, weights, %s);\n"
                    .formatted(v, plus("row + k * WIDTH", v, "L")))
        + each(
            pixels,
            p ->
                "        FloatVector x%1$d = FloatVector.broadcast(S, in[i%1$d + k]);\n"
                        .formatted(p)
                    + each(
                        vectors,
                        v -> "        a%1$d%2$d = x%1$d.fma(w%2$d, a%1$d%2$d);\n".formatted(p, v)));
  }

  private static String addResidual(int pixel, int vector) {
    return "      a%1$d%2$d = a%1$d%2$d.add(FloatVector.fromArray(S, residual, %3$s));\n"
        .formatted(pixel, vector, plus("residualShift + o" + pixel, vector, "L"));
  }

  private static String clamp(int pixel, int vector) {
    return "      a%1$d%2$d = a%1$d%2$d.reinterpretAsInts().max(low).min(high).reinterpretAsFloats();\n"
        .formatted(pixel, vector);
  }

  private static String store(int pixel, int vector) {
    return "    a%d%d.intoArray(out, %s);\n"
        .formatted(pixel, vector, plus("o" + pixel, vector, "L"));
  }
}
