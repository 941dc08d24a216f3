package io.scopegraph.cpu.op;

import com.google.common.collect.ImmutableSet;
import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Epilogue;
import io.scopegraph.op.Gemm;
import io.scopegraph.op.MatMul;
import io.scopegraph.op.Unary;
import io.scopegraph.runtime.spi.Freedom;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.Shape;

/// Gemm of floats: a matrix product whose epilogue adds c where that is one value per column and
/// nothing is to be scaled; otherwise scaling and addition are passes of their own.
final class GemmKernel {
  private static final int BLOCK = 4096;

  private GemmKernel() {}

  static CpuKernel select(KernelRequest node, Gemm op, Execution execution) {
    if (NarrowFloats.isNarrow(node.dtype(0))) {
      return NarrowFloats.select(node, execution);
    }
    node.requireFloat32();
    Shape y = node.output().shape();
    boolean added = node.count() == 3 && op.beta() != 0;
    Shape c = added ? node.shape(2) : Shape.scalar();
    boolean bias =
        added
            && op.alpha() == 1
            && op.beta() == 1
            && c.rank() > 0
            && c.dim(-1) == y.dim(1)
            && c.elementCount() == y.dim(1);
    MatMul product =
        new MatMul(op.transposeA(), op.transposeB(), new Epilogue(bias, false, Unary.IDENTITY));
    CpuKernel inner =
        ProductKernel.select(
            node.with(product, node.inputs().subList(0, bias ? 3 : 2), node.outputs()),
            product,
            execution);
    if (bias || (op.alpha() == 1 && !added)) {
      return inner;
    }
    ImmutableSet.Builder<Integer> runtime = ImmutableSet.builder();
    runtime.addAll(inner.runtimeInputs());
    if (added) {
      runtime.add(2);
    }
    long inside = Math.ceilDiv(inner.workspaceBytes(), 64) * 64;
    long scaled = added ? Math.ceilDiv(4 * c.elementCount(), 64) * 64 : 0;
    long[] dense = LoopNest.dense(y.dims());
    LoopNest addition = new LoopNest(y.dims(), dense, dense, LoopNest.broadcast(c, y));
    long repeated = added ? BinaryKernel.repeatedBytes(addition, execution) : 0;
    return new PlannedKernel(
        inner.algorithm() + ", scaled",
        inner.reason(),
        runtime.build(),
        inner.packedWeights(),
        inside + scaled + repeated,
        Freedom.NONE,
        memory -> {
          FloatRange out = memory.output(0);
          BoundKernel all = inner.bind(memory);
          if (op.alpha() != 1) {
            all = all.then(scale(out, (float) op.alpha(), out, execution));
          }
          if (!added) {
            return all;
          }
          FloatRange work = memory.workspace().part(inside, 4 * c.elementCount());
          FloatRange same = memory.workspace().part(inside + scaled, repeated);
          return all.then(scale(memory.input(2), (float) op.beta(), work, execution))
              .then(
                  BinaryKernel.rows(BinaryFunction.ADD, addition, out, work, out, same, execution));
        });
  }

  private static BoundKernel scale(
      FloatRange in, float factor, FloatRange out, Execution execution) {
    int count = Math.toIntExact(out.bytes() / 4);
    RowBlocks blocks = RowBlocks.of(count, BLOCK, out, in);
    return Spread.of(
        execution.pool(),
        blocks.units(),
        BLOCK,
        (from, to, _) -> {
          for (int unit = from; unit < to; unit++) {
            execution
                .rows()
                .scaleShift(
                    in.array(),
                    blocks.at(in, unit),
                    factor,
                    0,
                    out.array(),
                    blocks.at(out, unit),
                    blocks.count(unit));
          }
        });
  }
}
