package io.scopegraph.cuda.op;

import io.scopegraph.cuda.driver.Arguments;
import io.scopegraph.cuda.driver.Grid;
import io.scopegraph.cuda.driver.Work;
import io.scopegraph.op.Reduce;
import io.scopegraph.runtime.host.Strides;
import io.scopegraph.runtime.spi.Freedom;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;

/// Statistics over some axes. How many threads work on an output, and in how many chunks its terms
/// are cut, depends on the shape alone, so that the results have the same bits on all devices.
final class ReduceKernel {
  private static final int WARP = 32;

  /// The fewest terms for which a warp, or a block, works on an output.
  private static final long LEAST_OF_A_WARP = 8;

  private static final long LEAST_OF_A_BLOCK = 1024;

  /// Enough threads to fill a device; with fewer the terms are cut into chunks.
  private static final long ENOUGH_THREADS = 1 << 16;

  /// The fewest terms that a thread combines in a chunk.
  private static final long LEAST_EACH = 16;

  private static final long MOST_CHUNKS = 256;

  private final Reduce reduce;
  private final DType dtype;
  private final Shape x;
  private final boolean[] mask;
  private final long outputs;
  private final long terms;
  private final int group;
  private final long chunks;

  private ReduceKernel(KernelRequest node, Reduce reduce) {
    this.reduce = reduce;
    this.dtype = node.dtype(0);
    this.x = node.shape(0);
    this.mask = reduce.mask(x.rank());
    this.outputs = node.output().shape().elementCount();
    this.terms = part(0, true).count();
    Nest kept = part(0, false);
    boolean neighbours = kept.step(0) == 1 && kept.axes().extent(kept.axes().rank() - 1) >= WARP;
    this.group =
        neighbours || terms < LEAST_OF_A_WARP ? 1 : terms < LEAST_OF_A_BLOCK ? WARP : Grid.THREADS;
    long wanted = Math.ceilDiv(ENOUGH_THREADS, Math.max(1, outputs * group));
    long possible = terms / (group * LEAST_EACH);
    this.chunks = Math.clamp(possible, 1, Math.min(wanted, MOST_CHUNKS));
  }

  static CudaKernel select(KernelRequest node, Reduce op) {
    ReduceKernel kernel = new ReduceKernel(node, op);
    boolean last = kernel.mask.length > 0 && !kernel.mask[kernel.mask.length - 1];
    boolean pitched = last && ElementType.canPitch(kernel.x);
    return PlannedKernel.of(
            "%s of %d by %d threads in %d chunks"
                .formatted(op.type(), kernel.terms, kernel.group, kernel.chunks),
            1,
            kernel::bind)
        .withWorkspace(kernel.chunks == 1 ? 0 : Double.BYTES * kernel.outputs * kernel.chunks)
        .with(pitched ? Freedom.NONE.pitched(false, 0) : Freedom.NONE);
  }

  /// The axes that are reduced, or those that are not, as the input has them.
  private Nest part(long pitch, boolean reduced) {
    long[] extents = x.dims();
    long[] strides = Strides.rows(extents, pitch);
    for (int axis = 0; axis < extents.length; axis++) {
      if (mask[axis] != reduced) {
        extents[axis] = 1;
      }
    }
    return new Nest(extents, strides);
  }

  private Work bind(StepMemory memory, LaunchContext context) {
    long pitch = ElementType.pitch(memory.input(0), dtype);
    long partial = memory.workspace().address();
    long out = memory.output().address();
    Arguments arguments =
        new Arguments()
            .int64(outputs)
            .struct(part(pitch, false).packs(1))
            .int64(terms)
            .struct(part(pitch, true).packs(1))
            .int64(chunks)
            .int32(FunctionNumber.of(reduce.function()))
            .float64(1.0 / terms);
    if (dtype.isFloating()) {
      arguments.float64(start());
    } else {
      arguments.int64(integerStart());
    }
    Work first =
        context.launch(
            "reduce",
            "reduce_" + dtype,
            context.strided(outputs * chunks * group),
            arguments
                .int32(group)
                .address(memory.input(0).address())
                .address(partial)
                .address(out));
    return chunks == 1 ? first : first.then(combine(partial, out, context));
  }

  private Work combine(long partial, long out, LaunchContext context) {
    return context.strided(
        "reduce",
        "reduce_chunks_" + dtype,
        outputs,
        new Arguments()
            .int64(outputs)
            .int64(terms)
            .int64(chunks)
            .int32(FunctionNumber.of(reduce.function()))
            .float64(1.0 / terms)
            .address(partial)
            .address(out));
  }

  private double start() {
    return switch (reduce.function()) {
      case MAX -> Double.NEGATIVE_INFINITY;
      case MIN -> Double.POSITIVE_INFINITY;
      case MEAN, SUM -> 0;
      case PROD -> 1;
    };
  }

  private long integerStart() {
    return switch (reduce.function()) {
      case MAX -> dtype.minInteger();
      case MIN -> dtype.maxInteger();
      case MEAN, SUM -> 0;
      case PROD -> 1;
    };
  }
}
