package io.scopegraph.cpu.op;

import io.scopegraph.cpu.kernel.Activation;
import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.runtime.host.ElementMath;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;

/// Element-wise functions of one value.
final class UnaryKernel {
  // The copy of a block that a function then works on in place stays in the first-level cache.
  private static final int BLOCK = 2048;
  private static final int SLOW = 16;

  private UnaryKernel() {}

  static CpuKernel select(KernelRequest node, Unary unary, Execution execution) {
    if (unary.isIdentity()) {
      return CopyKernel.select(node, execution);
    }
    if (!node.isFloat32()) {
      return PlannedKernel.of(
              unary.type() + " " + node.dtype(0),
              1,
              memory -> elements(unary, node.output(), memory, execution))
          .inPlace(0);
    }
    int row = row(node.output().shape());
    PlannedKernel kernel =
        PlannedKernel.of(
                unary.type() + " rows",
                1,
                memory -> rows(unary, memory.input(0), memory.output(0), row, execution))
            .inPlace(0);
    return row > 1 ? kernel.pitched(0) : kernel;
  }

  /// The elements in a row of a value.
  private static int row(Shape shape) {
    return shape.rank() == 0 ? 1 : (int) shape.dim(-1);
  }

  /// A function of floats; input and output may be the same place.
  ///
  /// @param row the elements in a row
  static BoundKernel rows(
      Unary unary, FloatRange in, FloatRange out, int row, Execution execution) {
    RowBlocks blocks = RowBlocks.of(row, BLOCK, out, in);
    boolean copy = !in.isSame(out);
    Activation activation = Activations.of(unary);
    return Spread.of(
        execution.pool(),
        blocks.units(),
        blocks.block() * (long) cost(unary.function()),
        (from, to, _) -> {
          for (int unit = from; unit < to; unit++) {
            int at = blocks.at(out, unit);
            int n = blocks.count(unit);
            if (copy) {
              System.arraycopy(in.array(), blocks.at(in, unit), out.array(), at, n);
            }
            if (activation != null) {
              execution.floats().activate(out.array(), at, n, activation);
            } else {
              execution
                  .rows()
                  .unary(
                      unary.function(), (float) unary.a(), (float) unary.b(), out.array(), at, n);
            }
          }
        });
  }

  private static BoundKernel elements(
      Unary unary, TensorSpec spec, KernelMemory memory, Execution execution) {
    Tensor in = memory.input(0).tensor(spec);
    Tensor out = memory.output(0).tensor(spec);
    UnaryFunction function = unary.function();
    boolean floating = spec.dtype().isFloating();
    return Spread.of(
        execution.pool(),
        Math.toIntExact(in.elementCount()),
        SLOW,
        (from, to, _) -> {
          for (int i = from; i < to; i++) {
            if (floating) {
              out.setDouble(i, ElementMath.apply(function, unary.a(), unary.b(), in.getDouble(i)));
            } else {
              out.setLong(i, ElementMath.apply(function, unary.a(), unary.b(), in.getLong(i)));
            }
          }
        });
  }

  /// How much longer than a sum a function takes.
  static int cost(UnaryFunction function) {
    return switch (function) {
      case ABS, CLIP, IDENTITY, LEAKY_RELU, NEG, NOT, RELU, RELU6, SQUARE -> 1;
      case ELU,
          ERF,
          EXP,
          HARD_SIGMOID,
          HARD_SWISH,
          RECIPROCAL,
          RSQRT,
          SIGMOID,
          SOFTSIGN,
          SQRT,
          SWISH,
          TANH ->
          4;
      case CEIL, COS, FLOOR, LOG, ROUND, SIGN, SIN, SOFTPLUS -> SLOW;
    };
  }
}
