package io.scopegraph.cuda.op;

import io.scopegraph.cuda.blas.Arithmetic;
import io.scopegraph.cuda.driver.Arguments;
import io.scopegraph.cuda.driver.Work;
import io.scopegraph.op.Epilogue;
import io.scopegraph.op.MatMul;
import io.scopegraph.runtime.spi.Freedom;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.runtime.spi.UnsupportedNode;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.TensorSpec;

/// Matrix products by cuBLAS. One addend is put in the result's place before, so that cuBLAS adds
/// it to its sums before rounding them; anything more follows in a pass of its own, from sums of
/// float32.
final class MatMulKernel {
  private static final long ALIGNMENT = 512;

  /// What cuBLAS wants at most.
  private static final long MOST_WORKSPACE = 4L << 20;

  private static final long MOST_WORKSPACE_ON_HOPPER = 32L << 20;
  private static final long LEAST_WORKSPACE = 64L << 10;

  /// Into how many parts the sums of a small result may be split, each of which takes a copy of it.
  private static final int PARTS = 8;

  private final MatMul op;
  private final TensorSpec result;
  private final MatMulShape shape;
  private final Arithmetic arithmetic;
  private final int size;
  private final boolean added;
  private final boolean wide;

  private MatMulKernel(KernelRequest node, MatMul op) {
    this.op = op;
    this.result = node.output();
    this.shape = MatMulShape.of(node, op.transposeA(), op.transposeB());
    this.size = result.dtype().byteSize();
    Epilogue epilogue = op.epilogue();
    this.added = epilogue.inputs() == 1 && epilogue.activation().isIdentity();
    boolean passes = !added && !epilogue.equals(Epilogue.NONE);
    this.wide = passes && size < Float.BYTES;
    Arithmetic plain = Arithmetic.of(result.dtype(), node.options().precision());
    this.arithmetic = wide ? plain.withSums() : plain;
  }

  static CudaKernel select(KernelRequest node, MatMul op, Hardware hardware) {
    DType dtype = node.dtype(0);
    if (!dtype.isFloating()) {
      if (!op.epilogue().equals(Epilogue.NONE)) {
        throw new UnsupportedNode(
            "MatMul with an epilogue is not implemented for %s on CUDA".formatted(dtype));
      }
      return IntegerProduct.select(node, op.transposeA(), op.transposeB(), 1, 0);
    }
    return new MatMulKernel(node, op).plan(node, hardware);
  }

  private CudaKernel plan(KernelRequest node, Hardware hardware) {
    long sums = wide ? aligned(shape.elements() * Float.BYTES) : 0;
    long workspace = shape.k() == 0 ? 0 : workspaceBytes(shape, hardware);
    PlannedKernel kernel =
        PlannedKernel.of(
                "matmul cublas %s%s"
                    .formatted(
                        shape,
                        op.epilogue().inputs() == 0 && op.epilogue().activation().isIdentity()
                            ? ""
                            : ", " + op.epilogue()),
                node.count(),
                (memory, context) -> bind(memory, context, sums))
            .withWorkspace(sums + workspace);
    return kernel.with(freedom(node));
  }

  private Freedom freedom(KernelRequest node) {
    if (shape.k() == 0) {
      return Freedom.NONE;
    }
    if (!op.epilogue().residual()) {
      return Freedom.NONE.pitched(true, 0, 1);
    }
    int residual = node.count() - 1;
    return added
        ? Freedom.NONE.inPlace(residual).pitched(true, 0, 1, residual)
        : Freedom.NONE.pitched(true, 0, 1, residual);
  }

  /// The workspace for a product.
  static long workspaceBytes(MatMulShape shape, Hardware hardware) {
    long most = hardware.capability() >= 90 ? MOST_WORKSPACE_ON_HOPPER : MOST_WORKSPACE;
    return Math.clamp(aligned(PARTS * Float.BYTES * shape.elements()), LEAST_WORKSPACE, most);
  }

  private Work bind(StepMemory memory, LaunchContext context, long sums) {
    Span y = memory.output();
    Epilogue epilogue = op.epilogue();
    Span bias = epilogue.bias() ? memory.input(2) : Span.NONE;
    Span residual = epilogue.residual() ? memory.inputs().getLast() : Span.NONE;
    if (added) {
      Work before = epilogue.bias() ? repeat(context, bias, y) : copy(context, residual, y);
      return before.then(product(memory, context, y, 1, 0));
    }
    Span place = wide ? memory.workspace().part(0, shape.elements() * Float.BYTES) : y;
    Work product = product(memory, context, place, 0, sums);
    if (epilogue.equals(Epilogue.NONE)) {
      return product;
    }
    return product.then(
        EpiloguePass.channelsLast(result)
            .bind(context, place, wide, bias, residual, epilogue.activation(), y));
  }

  private Work product(
      StepMemory memory, LaunchContext context, Span place, double beta, long before) {
    int resultSize = wide ? Float.BYTES : size;
    if (shape.k() == 0) {
      return beta == 0 ? zero(context, place, resultSize) : Work.NOTHING;
    }
    Span workspace = memory.workspace().part(before, memory.workspace().bytes() - before);
    return shape.bind(
        context.blas(),
        arithmetic,
        size,
        memory.input(0),
        memory.input(1),
        place,
        resultSize,
        1,
        beta,
        workspace);
  }

  private Work zero(LaunchContext context, Span place, int bytes) {
    long elements = shape.elements();
    return context.strided(
        "fill",
        "fill_" + 8 * bytes,
        elements,
        new Arguments().int64(elements).int64(0).address(place.address()));
  }

  private Work repeat(LaunchContext context, Span bias, Span y) {
    long rows = shape.elements() / shape.n();
    return EpiloguePass.broadcast(context, result.dtype(), bias, 0, 1, rows, shape.n(), y);
  }

  private Work copy(LaunchContext context, Span residual, Span y) {
    if (residual.isSame(y)) {
      return Work.NOTHING;
    }
    long rows = shape.elements() / shape.n();
    long step = EpiloguePass.pitch(residual, shape.n(), size);
    return EpiloguePass.broadcast(context, result.dtype(), residual, step, 1, rows, shape.n(), y);
  }

  static long aligned(long bytes) {
    return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
  }
}
