package io.scopegraph.cpu.kernel;

import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.cpu.pool.WorkerPool;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The matrix product of one shape, with bias, residual and activation. Immutable.
///
/// A right-hand matrix that does not change is packed once by [#pack] and used by [#bind]; one that
/// is itself computed goes through [#bindBatch], which packs it in each run. A runnable so made
/// allocates nothing when run, and its result has the same bits for every number of threads.
public final class MatMulKernel {
  // Below this a task takes no longer than handing it to another thread.
  private static final long TASK_PRODUCTS = 100_000;
  private static final FloatRange NO_WORKSPACE = FloatRange.ofFloats(0);

  private final FloatKernels kernels;
  private final MatMulShape shape;
  private final ConvKernel product;
  private final Walk walk;

  private MatMulKernel(FloatKernels kernels, MatMulShape shape) {
    this.kernels = kernels;
    this.shape = shape;
    this.product =
        ConvKernel.convolution(kernels, ConvShape.matrix(shape.m(), shape.k(), shape.n()));
    this.walk = Walk.single(shape.k());
  }

  /// The kernel of a product.
  public static MatMulKernel of(FloatKernels kernels, MatMulShape shape) {
    return new MatMulKernel(kernels, shape);
  }

  /// Floats of a packed right-hand matrix.
  public int packedSize() {
    return product.packedSize();
  }

  /// Floats of workspace that [#bindBatch] needs for a pool of `workers`.
  public int workspaceSize(int workers) {
    return Math.multiplyExact(workers, packedSize());
  }

  /// Packs the right-hand matrix at `at` into [#packedSize] floats from `packedAt` on.
  public void pack(float[] b, int at, float[] packed, int packedAt) {
    Objects.checkFromIndexSize(at, shape.sizeB(), b.length);
    Objects.checkFromIndexSize(packedAt, packedSize(), packed.length);
    for (int panel = 0; panel < panels(); panel++) {
      packPanel(panel, b, at, packed, packedAt);
    }
  }

  /// Makes a runnable of one product with a packed right-hand matrix. Runs of it may not overlap.
  ///
  /// @param pool runs the tasks
  /// @param operands the left-hand matrix, the right-hand one packed by [#pack], one value of bias
  ///   per column, and the result
  /// @throws IndexOutOfBoundsException if a matrix does not fit its array
  public Runnable bind(WorkerPool pool, ProductOperands operands) {
    return product.bind(pool, operands, NO_WORKSPACE);
  }

  /// Makes a runnable of a batch of products, `C[i] = A[i] B[i]`, packing every right-hand matrix
  /// on the way. Broadcasting is the caller's: the same offset may occur more than once among those
  /// of `A` and of `B`. Runs of it may not overlap.
  ///
  /// @param pool runs the tasks
  /// @param a holds the left-hand matrices
  /// @param aAt where each starts
  /// @param b holds the right-hand matrices
  /// @param bAt where each starts
  /// @param bias one value per column of the results from `biasAt` on, or null
  /// @param activation applied last
  /// @param c holds the results, one after the other from `cAt` on; must not overlap `a` or `b`
  /// @param workspace [#workspaceSize] floats from `workspaceAt` on, for the runs alone
  /// @throws IndexOutOfBoundsException if a matrix does not fit its array
  /// @throws IllegalArgumentException if there are not as many offsets for `b` as for `a`
  public Runnable bindBatch(
      WorkerPool pool,
      float[] a,
      int[] aAt,
      float[] b,
      int[] bAt,
      float @Nullable [] bias,
      int biasAt,
      Activation activation,
      float[] c,
      int cAt,
      float[] workspace,
      int workspaceAt) {
    if (aAt.length != bAt.length) {
      throw new IllegalArgumentException(
          aAt.length + " left-hand matrices and " + bAt.length + " right-hand ones");
    }
    for (int at : aAt) {
      Objects.checkFromIndexSize(at, shape.sizeA(), a.length);
    }
    for (int at : bAt) {
      Objects.checkFromIndexSize(at, shape.sizeB(), b.length);
    }
    Objects.checkFromIndexSize(cAt, Math.multiplyExact(aAt.length, shape.sizeC()), c.length);
    Objects.checkFromIndexSize(workspaceAt, workspaceSize(pool.size()), workspace.length);
    if (bias != null) {
      Objects.checkFromIndexSize(biasAt, shape.n(), bias.length);
    }
    if (aAt.length == 1) {
      WorkerPool.Task packing = (panel, _) -> packPanel(panel, b, bAt[0], workspace, workspaceAt);
      int panels = panels();
      Runnable multiply =
          bind(
              pool,
              new ProductOperands(
                  new FloatRange(a, aAt[0], 4L * shape.sizeA()),
                  new FloatRange(workspace, workspaceAt, 4L * packedSize()),
                  bias == null ? null : new FloatRange(bias, biasAt, 4L * shape.n()),
                  null,
                  activation,
                  new FloatRange(c, cAt, 4L * shape.sizeC())));
      return () -> {
        pool.run(panels, packing);
        multiply.run();
      };
    }
    int[] lefts = aAt.clone();
    int[] rights = bAt.clone();
    long products = (long) shape.m() * shape.sizeB();
    int perTask = Math.clamp(TASK_PRODUCTS / products, 1, aAt.length);
    PanelOperands operands = PanelOperands.of(a, workspace, bias, null, 0, c, activation);
    WorkerPool.Task task =
        (number, worker) -> {
          int packedAt = workspaceAt + worker * packedSize();
          int end = Math.min((number + 1) * perTask, lefts.length);
          Positions rows = Positions.take();
          for (int i = number * perTask; i < end; i++) {
            for (int panel = 0; panel < panels(); panel++) {
              packPanel(panel, b, rights[i], workspace, packedAt);
            }
            rows.reset(1, shape.m());
            rows.add(shape.m(), lefts[i], shape.k(), cAt + i * shape.sizeC(), shape.n());
            kernels.panels(operands, walk, rows, 0, packedAt, biasAt, 0, shape.n());
          }
          rows.release();
        };
    int tasks = Math.ceilDiv(lefts.length, perTask);
    return () -> pool.run(tasks, task);
  }

  private void packPanel(int panel, float[] b, int at, float[] packed, int packedAt) {
    int column = panel * kernels.panel(shape.n());
    int columns = columns(panel);
    int width = kernels.panelWidth(columns);
    int to = packedAt + panelAt(panel);
    if (shape.transposedB()) {
      Packing.transposedPanel(
          b, at + column * shape.k(), shape.k(), shape.k(), columns, packed, to, width);
    } else {
      Packing.panel(b, at + column, shape.n(), shape.k(), columns, packed, to, width);
    }
  }

  private int panels() {
    return kernels.panels(shape.n());
  }

  private int panelAt(int panel) {
    return panel * kernels.panel(shape.n()) * shape.k();
  }

  private int columns(int panel) {
    return panel == panels() - 1
        ? shape.n() - panel * kernels.panel(shape.n())
        : kernels.panel(shape.n());
  }
}
