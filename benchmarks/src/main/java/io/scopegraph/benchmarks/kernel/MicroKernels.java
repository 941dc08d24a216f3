package io.scopegraph.benchmarks.kernel;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.cpu.kernel.Activation;
import io.scopegraph.cpu.kernel.ConvKernel;
import io.scopegraph.cpu.kernel.ConvShape;
import io.scopegraph.cpu.kernel.KernelChoice;
import io.scopegraph.cpu.kernel.ProductOperands;
import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.cpu.pool.WorkerPool;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// Direct convolutions on one thread, packed weights and dense images given: the register-blocked
/// kernels with nothing around them but the walk over tiles.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MicroKernels {
  /// Shapes by what is told apart: long and short sums, one tap and many, wide and narrow results,
  /// depthwise.
  static final ImmutableMap<String, ConvShape> SHAPES =
      ImmutableMap.<String, ConvShape>builder()
          .put("product 256x256x256", ConvShape.matrix(256, 256, 256))
          .put("product 3136x64x256", ConvShape.matrix(3136, 64, 256))
          .put("product 3136x64x24", ConvShape.matrix(3136, 64, 24))
          .put("3x3 64-64 @28", square(28, 64, 64, 1))
          .put("3x3 32-16 @28", square(28, 32, 16, 1))
          .put("3x3 3-64 @56", square(56, 3, 64, 1))
          .put("depthwise 3x3 96 @28", square(28, 96, 96, 96))
          .buildOrThrow();

  @Param({
    "product 256x256x256",
    "product 3136x64x256",
    "product 3136x64x24",
    "3x3 64-64 @28",
    "3x3 32-16 @28",
    "3x3 3-64 @56",
    "depthwise 3x3 96 @28"
  })
  private String shape = "";

  private final WorkerPool pool = new WorkerPool(1);
  private @Nullable Runnable kernel;

  private static ConvShape square(int side, int in, int out, int groups) {
    return new ConvShape(1, side, side, in, side, side, out, 3, 3, 1, 1, 1, 1, 1, 1, groups);
  }

  /// Binds the kernel of the shape to random numbers.
  @Setup
  public void bind() {
    ConvShape wanted = Objects.requireNonNull(SHAPES.get(shape), shape);
    ConvKernel convolution = ConvKernel.convolution(KernelChoice.kernels(), wanted);
    FloatRange packed = FloatRange.ofFloats(convolution.packedSize());
    convolution.pack(random(wanted.filterSize()), 0, packed.array(), 0);
    ProductOperands operands =
        new ProductOperands(
            input(wanted),
            packed,
            FloatRange.ofFloats(wanted.outChannels()),
            null,
            Activation.RELU,
            FloatRange.ofFloats(wanted.outputSize()));
    FloatRange workspace = FloatRange.ofFloats(convolution.workspaceSize(pool.size()));
    kernel = convolution.bind(pool, operands, workspace);
  }

  /// The input, followed by the zeros that padding reads.
  private static FloatRange input(ConvShape shape) {
    float[] values = new float[shape.inputSize() + shape.channels()];
    System.arraycopy(random(shape.inputSize()), 0, values, 0, shape.inputSize());
    return new FloatRange(values, 0, 4L * shape.inputSize(), shape.inputSize());
  }

  private static float[] random(int count) {
    SplittableRandom random = new SplittableRandom(7);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    return values;
  }

  /// Computes all results once.
  @Benchmark
  public void run() {
    Objects.requireNonNull(kernel).run();
  }

  /// Ends the pool.
  @TearDown
  public void close() {
    pool.close();
  }
}
