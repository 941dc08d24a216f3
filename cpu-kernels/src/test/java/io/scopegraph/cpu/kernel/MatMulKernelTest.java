package io.scopegraph.cpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.cpu.pool.WorkerPool;
import io.scopegraph.cpu.vector.AllKernels;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatMulKernelTest {
  @ParameterizedTest(name = "{0} x {1} x {2}, transposed {3}, batch {4}")
  @CsvSource({
    "1, 1, 1, false, 1",
    "1, 207, 33, false, 1",
    "1, 64, 600, true, 1",
    "4, 6, 13, false, 3",
    "4, 6, 13, true, 3",
    "13, 4, 6, true, 2",
    "40, 120, 48, false, 1",
    "40, 120, 48, true, 1",
    "48, 15, 48, true, 9",
    "48, 48, 15, false, 9",
    "9, 30, 702, false, 2",
    "207, 13, 17, true, 1",
  })
  void agreesWithTheDefinition(int m, int k, int n, boolean transposed, int batch) {
    MatMulShape shape = new MatMulShape(m, k, n, transposed);
    float[] a = draw(1, batch * shape.sizeA());
    float[] b = draw(2, batch * shape.sizeB());
    float[] bias = draw(3, n);
    int[] aAt = offsets(batch, shape.sizeA());
    int[] bAt = offsets(batch, shape.sizeB());
    float[] first = {};
    for (FloatKernels kernels : AllKernels.all()) {
      MatMulKernel kernel = MatMulKernel.of(kernels, shape);
      for (int threads : new int[] {1, 2, 3}) {
        try (WorkerPool pool = new WorkerPool(threads)) {
          float[] workspace = new float[kernel.workspaceSize(threads)];
          float[] c = new float[batch * shape.sizeC()];
          Runnable product =
              kernel.bindBatch(pool, a, aAt, b, bAt, bias, 0, Activation.NONE, c, 0, workspace, 0);
          product.run();
          if (first.length == 0) {
            check(shape, a, b, bias, c);
            first = c;
          }
          assertThat(c).as("%s, %d threads", kernels.name(), threads).isEqualTo(first);
          product.run();
          assertThat(c).as("%s, second run", kernels.name()).isEqualTo(first);
        }
      }
    }
  }

  @Test
  void packedOnceGivesTheSameAsPackedInEachRun() {
    MatMulShape shape = new MatMulShape(21, 34, 55, true);
    float[] a = draw(1, shape.sizeA());
    float[] b = draw(2, shape.sizeB());
    try (WorkerPool pool = new WorkerPool(2)) {
      for (FloatKernels kernels : AllKernels.all()) {
        MatMulKernel kernel = MatMulKernel.of(kernels, shape);
        float[] packed = new float[kernel.packedSize()];
        kernel.pack(b, 0, packed, 0);
        float[] once = new float[shape.sizeC()];
        kernel
            .bind(
                pool,
                new ProductOperands(
                    range(a), range(packed), null, null, Activation.RELU, range(once)))
            .run();
        float[] each = new float[shape.sizeC()];
        float[] workspace = new float[kernel.workspaceSize(2)];
        int[] start = {0};
        kernel
            .bindBatch(pool, a, start, b, start, null, 0, Activation.RELU, each, 0, workspace, 0)
            .run();
        assertThat(each).isEqualTo(once);
      }
    }
  }

  @Test
  void sharesARightHandMatrixByRepeatingItsOffset() {
    MatMulShape shape = new MatMulShape(3, 5, 7, false);
    float[] a = draw(1, 2 * shape.sizeA());
    float[] b = draw(2, shape.sizeB());
    float[] both = new float[2 * shape.sizeB()];
    System.arraycopy(b, 0, both, 0, b.length);
    System.arraycopy(b, 0, both, b.length, b.length);
    int[] aAt = offsets(2, shape.sizeA());
    assertThat(product(shape, a, aAt, b, new int[] {0, 0}))
        .isEqualTo(product(shape, a, aAt, both, offsets(2, shape.sizeB())));
  }

  @Test
  void refusesArraysThatAreTooShort() {
    MatMulShape shape = new MatMulShape(3, 5, 7, false);
    int[] start = {0};
    assertThatThrownBy(() -> product(shape, new float[14], start, new float[35], start))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> product(shape, new float[15], start, new float[34], start))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static float[] product(MatMulShape shape, float[] a, int[] aAt, float[] b, int[] bAt) {
    MatMulKernel kernel = MatMulKernel.of(AllKernels.all().getLast(), shape);
    float[] c = new float[aAt.length * shape.sizeC()];
    try (WorkerPool pool = new WorkerPool(1)) {
      float[] workspace = new float[kernel.workspaceSize(1)];
      kernel.bindBatch(pool, a, aAt, b, bAt, null, 0, Activation.NONE, c, 0, workspace, 0).run();
    }
    return c;
  }

  private static void check(MatMulShape shape, float[] a, float[] b, float[] bias, float[] c) {
    for (int i = 0; i < c.length; i++) {
      int batch = i / shape.sizeC();
      int row = i % shape.sizeC() / shape.n();
      int column = i % shape.n();
      double sum = bias[column];
      double magnitude = Math.abs(sum);
      for (int k = 0; k < shape.k(); k++) {
        int at = shape.transposedB() ? column * shape.k() + k : k * shape.n() + column;
        double product =
            (double) a[batch * shape.sizeA() + row * shape.k() + k] * b[batch * shape.sizeB() + at];
        sum += product;
        magnitude += Math.abs(product);
      }
      double tolerance = 2e-7 * Math.sqrt(shape.k() + 1) * magnitude;
      assertThat((double) c[i]).as("element %d", i).isCloseTo(sum, within(tolerance));
    }
  }

  private static int[] offsets(int count, int size) {
    int[] offsets = new int[count];
    for (int i = 0; i < count; i++) {
      offsets[i] = i * size;
    }
    return offsets;
  }

  private static float[] draw(long seed, int size) {
    Random random = new Random(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return values;
  }

  private static FloatRange range(float[] array) {
    return new FloatRange(array, 0, 4L * array.length);
  }
}
