package io.scopegraph.cpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.cpu.pool.WorkerPool;
import io.scopegraph.cpu.vector.AllKernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConvKernelTest {
  private static final int GUARD = 37;
  private static final float UNTOUCHED = -12345f;
  private static final WorkerPool ONE = new WorkerPool(1);
  private static final WorkerPool TWO = new WorkerPool(2);
  private static final WorkerPool FIVE = new WorkerPool(5);
  private static final List<Activation> ACTIVATIONS =
      List.of(
          Activation.NONE,
          Activation.RELU,
          Activation.clip(0, 0.5f),
          Activation.clip(-0.5f, 0.5f),
          Activation.leakyRelu(0.1f),
          Activation.SIGMOID,
          Activation.hardSigmoid(0.2f, 0.5f),
          Activation.HARD_SWISH,
          Activation.SWISH,
          Activation.TANH,
          Activation.elu(0.7f));

  /// One convolution with everything that goes into it drawn from a seed.
  record Case(ConvShape shape, boolean transposed, long seed) {
    float[] draw(int stream, int size) {
      Random random = new Random(seed * 31 + stream);
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = random.nextFloat() * 2 - 1;
      }
      return values;
    }

    Activation activation() {
      return ACTIVATIONS.get((int) (seed % ACTIVATIONS.size()));
    }
  }

  /// How far apart pixels lie, as floats between one and the next.
  ///
  /// @param inPlace whether the residual is the output itself
  record Apart(int in, int residual, int out, boolean inPlace) {}

  private static final List<Apart> APART =
      List.of(
          new Apart(5, 0, 0, false),
          new Apart(0, 0, 19, false),
          new Apart(16, 3, 1, false),
          new Apart(0, 2, 2, false),
          new Apart(1, 7, 7, true));

  /// Values pixel by pixel in an array of floats of another kind.
  ///
  /// @param at where the first pixel starts, and how many floats follow the last
  private record Pixels(int at, int channels, int gap, float between) {
    FloatRange place(float[] values) {
      int pixels = values.length / channels;
      float[] array = new float[at + pixels * (channels + gap) + at];
      Arrays.fill(array, between);
      for (int pixel = 0; pixel < pixels; pixel++) {
        System.arraycopy(values, pixel * channels, array, at + pixel * (channels + gap), channels);
      }
      return new FloatRange(array, at, 4L * values.length).withPitch(gap == 0 ? 0 : channels + gap);
    }

    /// As [#place], in an array that ends with enough zeros for one pixel.
    FloatRange placeBeforeZeros(float[] values) {
      FloatRange placed = place(values);
      int length = placed.array().length;
      float[] array = Arrays.copyOf(placed.array(), length + channels);
      return new FloatRange(array, at, placed.bytes(), length).withPitch(placed.pitch());
    }

    float[] take(FloatRange range, int size) {
      float[] values = new float[size];
      float[] left = range.array();
      for (int pixel = 0; pixel < size / channels; pixel++) {
        int from = at + pixel * (channels + gap);
        System.arraycopy(left, from, values, pixel * channels, channels);
        Arrays.fill(left, from, from + channels, between);
      }
      float[] untouched = new float[left.length];
      Arrays.fill(untouched, between);
      assertThat(left).isEqualTo(untouched);
      return values;
    }
  }

  @AfterAll
  static void closePools() {
    ONE.close();
    TWO.close();
    FIVE.close();
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    int[][] pointwise = {{1, 1}, {4, 6}, {6, 13}, {13, 4}, {207, 33}, {16, 16}, {24, 48}, {5, 270}};
    for (int[] c : pointwise) {
      cases.add(conv(cases.size(), c[0], c[1], 1, 5, 7, 1, 1, 1, 1, 0, 1));
    }
    cases.add(conv(cases.size(), 13, 40, 1, 23, 41, 1, 1, 1, 1, 0, 1));
    cases.add(conv(cases.size(), 3, 16, 3, 20, 31, 3, 3, 2, 1, 1, 1));
    cases.add(conv(cases.size(), 13, 24, 1, 9, 11, 3, 3, 1, 1, 1, 1));
    cases.add(conv(cases.size(), 32, 32, 2, 20, 18, 3, 3, 1, 1, 1, 1));
    cases.add(conv(cases.size(), 6, 7, 1, 1, 1, 3, 3, 1, 1, 1, 1));
    cases.add(conv(cases.size(), 6, 34, 1, 2, 13, 5, 3, 1, 1, 2, 1));
    cases.add(conv(cases.size(), 4, 20, 1, 13, 13, 7, 7, 2, 1, 3, 1));
    cases.add(conv(cases.size(), 17, 18, 1, 12, 10, 1, 3, 1, 1, 0, 1));
    cases.add(conv(cases.size(), 8, 9, 1, 12, 10, 3, 3, 1, 2, 2, 1));
    cases.add(conv(cases.size(), 8, 9, 1, 12, 11, 3, 3, 3, 2, 1, 1));
    cases.add(conv(cases.size(), 8, 40, 1, 6, 5, 2, 2, 1, 1, 4, 1));
    cases.add(conv(cases.size(), 12, 18, 2, 7, 6, 3, 3, 1, 1, 1, 2));
    cases.add(conv(cases.size(), 12, 12, 2, 7, 6, 3, 3, 1, 1, 1, 3));
    cases.add(conv(cases.size(), 6, 12, 1, 7, 6, 3, 3, 1, 1, 1, 6));
    cases.add(conv(cases.size(), 10, 10, 1, 7, 6, 1, 1, 1, 1, 0, 10));
    for (int c : new int[] {4, 6, 13, 16, 24, 48, 207}) {
      cases.add(conv(cases.size(), c, c, 1, 11, 21, 3, 3, 1, 1, 1, c));
      cases.add(conv(cases.size(), c, c, 2, 10, 12, 3, 3, 2, 1, 1, c));
      cases.add(conv(cases.size(), c, c, 1, 9, 20, 5, 5, 1, 1, 2, c));
      cases.add(conv(cases.size(), c, c, 1, 12, 9, 5, 5, 2, 1, 2, c));
    }
    cases.add(conv(cases.size(), 20, 20, 1, 14, 19, 3, 3, 1, 2, 2, 20));
    cases.add(conv(cases.size(), 20, 20, 1, 14, 19, 3, 3, 2, 2, 2, 20));
    cases.add(conv(cases.size(), 20, 20, 1, 14, 19, 7, 7, 1, 1, 3, 20));
    cases.add(cropped(cases.size()));
    cases.add(uneven(cases.size(), 2, 1));
    cases.add(uneven(cases.size(), 1, 2));
    for (int c : new int[] {1, 6, 24}) {
      cases.add(transposed(cases.size(), c, 13, 2, 2, 1, 0, 0, 1));
      cases.add(transposed(cases.size(), c, 7, 3, 3, 1, 0, 0, 1));
      cases.add(transposed(cases.size(), c, 40, 3, 2, 1, 1, 1, 1));
      cases.add(transposed(cases.size(), c, 6, 3, 1, 1, 1, 0, 1));
      cases.add(transposed(cases.size(), c, 6, 3, 2, 2, 1, 0, 1));
      cases.add(transposed(cases.size(), c, 5, 4, 3, 2, 2, 1, 1));
      cases.add(transposed(cases.size(), c, 3, 2, 4, 1, 0, 2, 1));
      cases.add(transposed(cases.size(), 2 * c, 6, 3, 2, 1, 0, 0, 2));
      cases.add(transposed(cases.size(), 6, 6, 4, 2, 1, 1, 0, 6));
    }
    for (int i = 0; i < 40; i++) {
      cases.add(random(cases.size()));
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithTheDefinition(Case c) {
    ConvShape shape = c.shape();
    float[] in = c.draw(0, shape.inputSize());
    float[] filter = c.draw(1, shape.filterSize());
    float[] bias = c.seed() % 3 == 0 ? null : c.draw(2, shape.outChannels());
    float[] residual = c.seed() % 2 == 0 ? null : c.draw(3, shape.outputSize());
    ConvReference reference = ConvReference.of(shape, c.transposed(), in, filter, bias, residual);
    double products =
        (double) shape.kernelHeight() * shape.kernelWidth() * shape.groupChannels() + 2;
    float[] first = run(AllKernels.all().getFirst(), ONE, c, in, filter, bias, residual, false);
    for (int i = 0; i < first.length; i++) {
      double expected = ConvReference.activate(reference.values[i], c.activation());
      // Rounding errors of a sum grow like the root of its length; no activation here magnifies
      // them by more than 1.1, and computing one adds a few units in the last place.
      double sum = 2e-7 * Math.sqrt(products) * reference.magnitudes[i];
      double tolerance = 1.1 * sum + 6e-7 * Math.max(Math.abs(expected), 0.25);
      assertThat((double) first[i]).as("element %d", i).isCloseTo(expected, within(tolerance));
    }
    for (FloatKernels kernels : AllKernels.all()) {
      for (WorkerPool pool : List.of(ONE, TWO, FIVE)) {
        assertSame(first, run(kernels, pool, c, in, filter, bias, residual, false), kernels, pool);
      }
      for (Apart apart : APART) {
        float[] result = run(kernels, TWO, c, in, filter, bias, residual, apart);
        assertSame(first, result, kernels, TWO);
      }
      if (residual != null) {
        assertSame(first, run(kernels, TWO, c, in, filter, bias, residual, true), kernels, TWO);
      }
    }
  }

  /// All kernels and thread counts give the same values, to the bit but for the sign of zero.
  private static void assertSame(
      float[] expected, float[] actual, FloatKernels kernels, WorkerPool pool) {
    for (int i = 0; i < expected.length; i++) {
      if (expected[i] != actual[i]) {
        assertThat(actual[i])
            .as("element %d, %s, %d threads", i, kernels.name(), pool.size())
            .isEqualTo(expected[i]);
      }
    }
  }

  private static float[] run(
      FloatKernels kernels,
      WorkerPool pool,
      Case c,
      float[] in,
      float[] filter,
      float @Nullable [] bias,
      float @Nullable [] residual,
      boolean inPlace) {
    return run(kernels, pool, c, in, filter, bias, residual, new Apart(0, 0, 0, inPlace));
  }

  private static float[] run(
      FloatKernels kernels,
      WorkerPool pool,
      Case c,
      float[] in,
      float[] filter,
      float @Nullable [] bias,
      float @Nullable [] residual,
      Apart apart) {
    ConvShape shape = c.shape();
    ConvKernel kernel =
        c.transposed()
            ? ConvKernel.transposed(kernels, shape)
            : ConvKernel.convolution(kernels, shape);
    float[] packed = new float[kernel.packedSize() + 3];
    kernel.pack(padded(filter, 5), 5, packed, 3);
    int gap = kernel.storesApart() ? apart.out() : 0;
    Pixels out = new Pixels(GUARD, shape.outChannels(), gap, UNTOUCHED);
    FloatRange result = out.place(new float[shape.outputSize()]);
    FloatRange added = null;
    if (residual != null) {
      added = new Pixels(7, shape.outChannels(), apart.residual(), Float.NaN).place(residual);
      if (apart.inPlace()) {
        result = out.place(residual);
        added = result;
      }
    }
    kernel
        .bind(
            pool,
            new ProductOperands(
                new Pixels(11, shape.channels(), apart.in(), Float.NaN).placeBeforeZeros(in),
                new FloatRange(packed, 3, 4L * kernel.packedSize()),
                bias == null ? null : new FloatRange(padded(bias, 2), 2, 4L * bias.length),
                added,
                c.activation(),
                result),
            FloatRange.ofFloats(kernel.workspaceSize(pool.size())))
        .run();
    return out.take(result, shape.outputSize());
  }

  /// The values from `at` on, and nothing after them.
  private static float[] padded(float[] values, int at) {
    float[] result = new float[at + values.length];
    Arrays.fill(result, 0, at, Float.NaN);
    System.arraycopy(values, 0, result, at, values.length);
    return result;
  }

  private static Case conv(
      int seed,
      int channels,
      int outChannels,
      int batch,
      int height,
      int width,
      int kernelHeight,
      int kernelWidth,
      int stride,
      int dilation,
      int pad,
      int groups) {
    int outHeight = (height + 2 * pad - dilation * (kernelHeight - 1) - 1) / stride + 1;
    int outWidth = (width + 2 * pad - dilation * (kernelWidth - 1) - 1) / stride + 1;
    return new Case(
        new ConvShape(
            batch,
            height,
            width,
            channels,
            outHeight,
            outWidth,
            outChannels,
            kernelHeight,
            kernelWidth,
            stride,
            stride,
            dilation,
            dilation,
            pad,
            pad,
            groups),
        false,
        seed);
  }

  private static Case cropped(int seed) {
    return new Case(new ConvShape(1, 9, 8, 5, 4, 9, 11, 3, 2, 2, 1, 1, 1, -2, -1, 1), false, seed);
  }

  private static Case uneven(int seed, int strideHeight, int strideWidth) {
    return new Case(
        new ConvShape(
            1,
            12,
            14,
            9,
            12 / strideHeight,
            14 / strideWidth,
            24,
            3,
            3,
            strideHeight,
            strideWidth,
            1,
            1,
            1,
            1,
            1),
        false,
        seed);
  }

  private static Case transposed(
      int seed,
      int channels,
      int outChannels,
      int kernel,
      int stride,
      int dilation,
      int pad,
      int outputPad,
      int groups) {
    int height = 5;
    int width = 9;
    int reach = dilation * (kernel - 1) + 1 + outputPad - 2 * pad;
    return new Case(
        new ConvShape(
            2,
            height,
            width,
            channels,
            (height - 1) * stride + reach,
            (width - 1) * stride + reach,
            outChannels,
            kernel,
            kernel,
            stride,
            stride,
            dilation,
            dilation,
            pad,
            pad,
            groups),
        true,
        seed);
  }

  private static Case random(int seed) {
    Random random = new Random(seed);
    int groups = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 1;
    return new Case(
        new ConvShape(
            1 + random.nextInt(2),
            1 + random.nextInt(14),
            1 + random.nextInt(22),
            groups * (1 + random.nextInt(20)),
            1 + random.nextInt(14),
            1 + random.nextInt(30),
            groups * (1 + random.nextInt(50)),
            1 + random.nextInt(4),
            1 + random.nextInt(4),
            1 + random.nextInt(3),
            1 + random.nextInt(3),
            1 + random.nextInt(3),
            1 + random.nextInt(3),
            random.nextInt(5) - 1,
            random.nextInt(5) - 1,
            groups),
        random.nextInt(4) == 0,
        seed);
  }
}
