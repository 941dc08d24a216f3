package io.scopegraph.cpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.cpu.pool.WorkerPool;
import io.scopegraph.cpu.vector.AllKernels;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WinogradKernelTest {
  private static final WorkerPool ONE = new WorkerPool(1);
  private static final WorkerPool THREE = new WorkerPool(3);
  private static final List<Activation> ACTIVATIONS =
      List.of(
          Activation.NONE, Activation.RELU, Activation.clip(-0.5f, 0.5f), Activation.HARD_SWISH);

  @AfterAll
  static void closePools() {
    ONE.close();
    THREE.close();
  }

  static Stream<ConvShape> shapes() {
    return Stream.of(
        shape(1, 4, 4, 1, 1, 0),
        shape(1, 8, 8, 16, 16, 1),
        shape(2, 7, 9, 5, 7, 1),
        shape(1, 13, 6, 37, 50, 1),
        shape(3, 5, 14, 20, 33, 2),
        shape(1, 3, 3, 17, 16, 0),
        shape(1, 20, 30, 24, 40, 1),
        // So many products that all tiles are computed phase by phase.
        shape(2, 9, 10, 96, 80, 1));
  }

  private static ConvShape shape(
      int batch, int height, int width, int channels, int outChannels, int pad) {
    return new ConvShape(
        batch,
        height,
        width,
        channels,
        height + 2 * pad - 2,
        width + 2 * pad - 2,
        outChannels,
        3,
        3,
        1,
        1,
        1,
        1,
        pad,
        pad,
        1);
  }

  private static float[] draw(long seed, int size) {
    Random random = new Random(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return values;
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void agreesWithTheDefinition(ConvShape shape) {
    Activation activation = ACTIVATIONS.get(shape.channels() % ACTIVATIONS.size());
    float[] in = draw(1, shape.inputSize());
    float[] filter = draw(2, shape.filterSize());
    float[] bias = draw(3, shape.outChannels());
    float[] residual = draw(4, shape.outputSize());
    ConvReference reference = ConvReference.of(shape, false, in, filter, bias, residual);
    float[] first =
        run(AllKernels.all().getFirst(), ONE, shape, in, filter, bias, residual, activation);
    for (int i = 0; i < first.length; i++) {
      double expected = ConvReference.activate(reference.values[i], activation);
      // The absolute row sums of the transformations are at most 10 and 19, 100 and 361 for both
      // dimensions; the filter's are below 1. Of the products that an output sums, the largest is
      // that much larger than in the direct sum, and so is its rounding error; errors are random
      // and add up as the root of their number.
      double unit = Math.ulp(1f) / 2;
      double tolerance = 100 * unit * reference.magnitudes[i] + 6e-7;
      assertThat((double) first[i]).as("element %d", i).isCloseTo(expected, within(tolerance));
    }
    for (FloatKernels kernels : AllKernels.all()) {
      for (WorkerPool pool : List.of(ONE, THREE)) {
        assertThat(run(kernels, pool, shape, in, filter, bias, residual, activation))
            .as("%s, %d threads", kernels.name(), pool.size())
            .isEqualTo(first);
      }
    }
  }

  private static float[] run(
      FloatKernels kernels,
      WorkerPool pool,
      ConvShape shape,
      float[] in,
      float[] filter,
      float[] bias,
      float[] residual,
      Activation activation) {
    WinogradKernel kernel = WinogradKernel.of(kernels, shape);
    FloatRange packed = FloatRange.ofFloats(kernel.packedSize());
    kernel.pack(filter, 0, packed.array(), 0);
    float[] padded = Arrays.copyOf(in, in.length + shape.channels());
    FloatRange out = FloatRange.ofFloats(shape.outputSize());
    FloatRange workspace = FloatRange.ofFloats(kernel.workspaceSize(pool.size()));
    Arrays.fill(workspace.array(), Float.NaN);
    kernel
        .bind(
            pool,
            new ProductOperands(
                new FloatRange(padded, 0, 4L * in.length, in.length),
                packed,
                new FloatRange(bias, 0, 4L * bias.length),
                new FloatRange(residual, 0, 4L * residual.length),
                activation,
                out),
            workspace)
        .run();
    return out.array();
  }

  @Test
  void refusesOtherConvolutions() {
    ConvShape shape = ConvShape.matrix(3, 4, 5);
    assertThat(WinogradKernel.fits(shape)).isFalse();
    assertThatThrownBy(() -> WinogradKernel.of(AllKernels.all().getFirst(), shape))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no 3x3 convolution of stride 1");
  }
}
