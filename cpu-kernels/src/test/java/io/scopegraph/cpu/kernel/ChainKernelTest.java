package io.scopegraph.cpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scopegraph.cpu.memory.CpuMemory;
import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.cpu.pool.WorkerPool;
import io.scopegraph.cpu.vector.AllKernels;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Chains of random extents against the same convolutions one after the other.
class ChainKernelTest {
  private static final List<Activation> ACTIVATIONS =
      List.of(Activation.NONE, Activation.RELU, Activation.clip(0, 0.5f), Activation.HARD_SWISH);

  static IntStream seeds() {
    return IntStream.range(0, 40);
  }

  /// One chain, with everything that goes into it drawn from a seed.
  private static final class Drawn {
    private final Random random;
    private final ChainShape shape;
    private final FloatRange in;
    private final @Nullable FloatRange residual;
    private final int pixels;

    Drawn(int seed) {
      this.random = new Random(seed);
      this.shape = shape();
      ConvShape middle = shape.depthwise();
      this.pixels = middle.batch() * middle.outHeight() * middle.outWidth();
      this.in = draw(middle.batch() * middle.height() * middle.width() * shape.channels());
      boolean adds = shape.project() != null && random.nextBoolean();
      this.residual = adds ? draw(pixels * shape.outChannels()) : null;
    }

    private ChainShape shape() {
      int batch = 1 + random.nextInt(2);
      int height = 3 + random.nextInt(20);
      int width = 3 + random.nextInt(12);
      int narrow = 1 + random.nextInt(20);
      int wide = 2 + random.nextInt(40);
      int out = 1 + random.nextInt(40);
      int kernel = random.nextBoolean() ? 3 : 5;
      int stride = 1 + random.nextInt(2);
      int dilation = 1 + random.nextInt(2);
      int pad = random.nextInt(kernel);
      int window = (kernel - 1) * dilation + 1;
      int outHeight = Math.max(1, (height + 2 * pad - window) / stride + 1);
      int outWidth = Math.max(1, (width + 2 * pad - window) / stride + 1);
      int kind = random.nextInt(4);
      ConvShape middle =
          new ConvShape(
              batch, height, width, wide, outHeight, outWidth, wide, kernel, kernel, stride, stride,
              dilation, dilation, pad, pad, wide);
      return new ChainShape(
          kind == 0 ? null : pointwise(batch, height, width, narrow, wide),
          middle,
          kind == 1 ? null : pointwise(batch, outHeight, outWidth, wide, out));
    }

    private static ConvShape pointwise(int batch, int height, int width, int in, int out) {
      return new ConvShape(batch, height, width, in, height, width, out, 1, 1, 1, 1, 1, 1, 0, 0, 1);
    }

    private FloatRange draw(int count) {
      FloatRange range = memory(count);
      for (int i = 0; i < count; i++) {
        range.array()[range.at() + i] = 2 * random.nextFloat() - 1;
      }
      return range;
    }

    ChainKernel.@Nullable Stage stage(FloatKernels kernels, @Nullable ConvShape conv) {
      if (conv == null) {
        return null;
      }
      ConvKernel kernel = ConvKernel.convolution(kernels, conv);
      FloatRange filter = draw(conv.filterSize());
      FloatRange packed = memory(kernel.packedSize());
      kernel.pack(filter.array(), filter.at(), packed.array(), packed.at());
      return new ChainKernel.Stage(
          packed,
          random.nextBoolean() ? draw(conv.outChannels()) : null,
          ACTIVATIONS.get(random.nextInt(ACTIVATIONS.size())));
    }

    ChainKernel.Operands operands(FloatKernels kernels) {
      ChainKernel.Stage expand = stage(kernels, shape.expand());
      ChainKernel.Stage depthwise = Objects.requireNonNull(stage(kernels, shape.depthwise()));
      ChainKernel.Stage project = stage(kernels, shape.project());
      return new ChainKernel.Operands(
          in, expand, depthwise, project, residual, memory(pixels * shape.outChannels()));
    }
  }

  private static FloatRange memory(int count) {
    return CpuMemory.allocate("test", Math.ceilDiv(4L * count, 64) * 64).range(0, 4L * count);
  }

  private static float[] values(FloatRange range) {
    return Arrays.copyOfRange(
        range.array(), range.at(), range.at() + Math.toIntExact(range.bytes() / 4));
  }

  private static FloatRange alone(
      FloatKernels kernels,
      @Nullable ConvShape shape,
      ChainKernel.@Nullable Stage stage,
      FloatRange in,
      @Nullable FloatRange residual) {
    if (shape == null || stage == null) {
      return in;
    }
    ConvKernel kernel = ConvKernel.convolution(kernels, shape);
    FloatRange out = memory(shape.outputSize());
    try (WorkerPool pool = new WorkerPool(1)) {
      kernel
          .bind(
              pool,
              new ProductOperands(
                  in, stage.packed(), stage.bias(), residual, stage.activation(), out),
              memory(kernel.workspaceSize(1)))
          .run();
    }
    return out;
  }

  private static float[] oneByOne(
      FloatKernels kernels, ChainShape shape, ChainKernel.Operands operands) {
    FloatRange expanded = alone(kernels, shape.expand(), operands.expand(), operands.in(), null);
    FloatRange filtered = alone(kernels, shape.depthwise(), operands.depthwise(), expanded, null);
    return values(
        alone(kernels, shape.project(), operands.project(), filtered, operands.residual()));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void givesTheBitsOfItsConvolutions(int seed) {
    for (FloatKernels kernels : AllKernels.all()) {
      Drawn drawn = new Drawn(seed);
      ChainKernel.Operands operands = drawn.operands(kernels);
      float[] expected = oneByOne(kernels, drawn.shape, operands);
      for (int workers : new int[] {1, 2, 5, 9}) {
        for (int bandFloats : new int[] {1, 500, 4_000, 1 << 20}) {
          ChainSplit split = ChainSplit.of(drawn.shape, workers, bandFloats);
          FloatRange scratch =
              memory(
                  Math.min(workers, split.tasks()) * BoundChain.workspaceSize(drawn.shape, split));
          Arrays.fill(operands.out().array(), Float.NaN);
          try (WorkerPool pool = new WorkerPool(workers)) {
            Runnable chain =
                new ChainKernel(kernels, drawn.shape).bind(pool, operands, scratch, split);
            chain.run();
            chain.run();
          }
          assertThat(values(operands.out()))
              .as("%s, %d workers, %s", kernels.name(), workers, split)
              .isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void refusesWhatDoesNotFitTogether() {
    ConvShape wide = Drawn.pointwise(1, 8, 8, 3, 6);
    ConvShape middle = new ConvShape(1, 8, 8, 6, 8, 8, 6, 3, 3, 1, 1, 1, 1, 1, 1, 6);
    assertThatThrownBy(() -> new ChainShape(null, middle, null))
        .hasMessageContaining("more than one convolution");
    assertThatThrownBy(() -> new ChainShape(wide, wide, null)).hasMessageContaining("depthwise");
    assertThatThrownBy(() -> new ChainShape(middle, middle, null))
        .hasMessageContaining("the first must be pointwise");
    assertThatThrownBy(() -> new ChainShape(null, middle, wide))
        .hasMessageContaining("must take what the depthwise convolution gives");
  }

  @Test
  void paysWhereMoreIsBetweenTheConvolutionsThanStaysInTheCache() {
    assertThat(pays(square(112, 96), 1)).isTrue();
    assertThat(pays(square(112, 96), 8)).isTrue();
    assertThat(pays(square(7, 960), 1)).isFalse();
  }

  @Test
  void paysOnlyIfThereAreRowsForAllWorkers() {
    assertThat(pays(square(28, 192), 2)).isTrue();
    assertThat(pays(square(28, 192), 16)).isFalse();
  }

  private static boolean pays(ChainShape shape, int workers) {
    return new ChainKernel(AllKernels.all().getFirst(), shape).pays(workers);
  }

  private static ChainShape square(int extent, int wide) {
    ConvShape middle =
        new ConvShape(1, extent, extent, wide, extent, extent, wide, 3, 3, 1, 1, 1, 1, 1, 1, wide);
    return new ChainShape(Drawn.pointwise(1, extent, extent, 16, wide), middle, null);
  }
}
