package io.scopegraph.cpu.op;

import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.runtime.host.ElementMath;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.Arrays;

/// Element-wise functions of two values, with broadcasting.
final class BinaryKernel {
  private static final int BLOCK = 4096;
  private static final int SLOW = 16;

  private BinaryKernel() {}

  static CpuKernel select(KernelRequest node, Binary binary, Execution execution) {
    return select(node, binary.function(), node.shape(1), execution);
  }

  /// A function whose second input is read as if it had the given shape.
  static CpuKernel select(
      KernelRequest node, BinaryFunction function, Shape second, Execution execution) {
    Shape shape = node.output().shape();
    LoopNest nest = nest(shape, 0, node.shape(0), 0, second, 0);
    PlannedKernel kernel =
        node.isFloat32()
            ? floats(node, function, second, nest, execution)
            : PlannedKernel.of(
                node.op().type() + " " + node.dtype(0),
                2,
                memory -> elements(function, node, nest, memory, execution));
    boolean first = node.input(0).equals(node.output());
    boolean other = node.input(1).equals(node.output()) && second.equals(node.shape(1));
    if (first && other) {
      return kernel.inPlace(0, 1);
    }
    return first ? kernel.inPlace(0) : other ? kernel.inPlace(1) : kernel;
  }

  private static PlannedKernel floats(
      KernelRequest node,
      BinaryFunction function,
      Shape second,
      LoopNest dense,
      Execution execution) {
    Shape shape = node.output().shape();
    PlannedKernel kernel =
        PlannedKernel.of(
                node.op().type() + " rows of " + dense.length(),
                2,
                memory -> {
                  FloatRange x = memory.input(0);
                  FloatRange y = memory.input(1);
                  FloatRange out = memory.output(0);
                  LoopNest nest =
                      nest(shape, out.pitch(), node.shape(0), x.pitch(), second, y.pitch());
                  return rows(function, nest, x, y, out, memory.workspace(), execution);
                })
            .withWorkspace(repeatedBytes(dense, execution));
    if (shape.rank() == 0 || shape.dim(-1) == 1) {
      return kernel;
    }
    return second.equals(node.shape(1)) ? kernel.pitched(0, 1) : kernel.pitched(0);
  }

  /// Operand 0 is the output, 1 the first input and 2 the second, each with its distance from row
  /// to row, as in [LoopNest#rows].
  private static LoopNest nest(
      Shape shape, int pitch, Shape first, int firstPitch, Shape second, int secondPitch) {
    return new LoopNest(
        shape.dims(),
        LoopNest.rows(shape.dims(), pitch),
        LoopNest.broadcast(first, firstPitch, shape),
        LoopNest.broadcast(second, secondPitch, shape));
  }

  private static boolean stays(LoopNest nest, int operand) {
    return nest.step(operand) == 0 && nest.length() > 1;
  }

  /// The workspace of [#rows], in which an element that meets a whole row is repeated. The same
  /// rows further apart need no more.
  static long repeatedBytes(LoopNest nest, Execution execution) {
    boolean none = !stays(nest, 1) && !stays(nest, 2);
    return none ? 0 : 4L * execution.pool().size() * Math.min(nest.length(), BLOCK);
  }

  /// `out = function(x, y)` for floats; operand 0 of the nest is the output, 1 is x and 2 is y. In
  /// rows, the output is dense and an input is dense or stays in place.
  ///
  /// @param repeated [#repeatedBytes]
  static BoundKernel rows(
      BinaryFunction function,
      LoopNest nest,
      FloatRange x,
      FloatRange y,
      FloatRange out,
      FloatRange repeated,
      Execution execution) {
    int blocks = Math.ceilDiv(nest.length(), BLOCK);
    int filled = Math.min(nest.length(), BLOCK);
    boolean xStays = stays(nest, 1);
    boolean yStays = stays(nest, 2);
    return Spread.of(
        execution.pool(),
        Math.multiplyExact(nest.rows(), blocks),
        (long) filled * cost(function),
        (from, to, worker) -> {
          int repeatedAt = repeated.at() + worker * filled;
          for (int unit = from; unit < to; unit++) {
            int row = unit / blocks;
            int begin = unit % blocks * BLOCK;
            int n = Math.min(BLOCK, nest.length() - begin);
            float[] left = x.array();
            int leftAt = x.at() + nest.at(1, row) + (xStays ? 0 : begin);
            float[] right = y.array();
            int rightAt = y.at() + nest.at(2, row) + (yStays ? 0 : begin);
            if (xStays) {
              Arrays.fill(repeated.array(), repeatedAt, repeatedAt + n, left[leftAt]);
              left = repeated.array();
              leftAt = repeatedAt;
            }
            if (yStays) {
              Arrays.fill(repeated.array(), repeatedAt, repeatedAt + n, right[rightAt]);
              right = repeated.array();
              rightAt = repeatedAt;
            }
            int outAt = out.at() + nest.at(0, row) + begin;
            execution.rows().binary(function, left, leftAt, right, rightAt, out.array(), outAt, n);
          }
        });
  }

  /// How much longer than a sum a function takes.
  static int cost(BinaryFunction function) {
    return function == BinaryFunction.POW || function == BinaryFunction.MOD ? SLOW : 1;
  }

  private static BoundKernel elements(
      BinaryFunction function,
      KernelRequest node,
      LoopNest nest,
      KernelMemory memory,
      Execution execution) {
    Tensor x = memory.input(0).tensor(node.input(0));
    Tensor y = memory.input(1).tensor(node.input(1));
    Tensor out = memory.output(0).tensor(node.output());
    boolean floating = node.dtype(0).isFloating();
    boolean tests = function.kind() != BinaryFunction.Kind.ARITHMETIC;
    return Spread.of(
        execution.pool(),
        nest.rows(),
        (long) nest.length() * SLOW,
        (from, to, _) -> {
          for (int row = from; row < to; row++) {
            int outAt = nest.at(0, row);
            int xAt = nest.at(1, row);
            int yAt = nest.at(2, row);
            for (int i = 0; i < nest.length(); i++) {
              int at = outAt + i;
              int left = xAt + i * nest.step(1);
              int right = yAt + i * nest.step(2);
              if (tests) {
                out.setLong(at, test(function, floating, x, left, y, right) ? 1 : 0);
              } else if (floating) {
                out.setDouble(
                    at, ElementMath.apply(function, x.getDouble(left), y.getDouble(right)));
              } else {
                out.setLong(at, ElementMath.apply(function, x.getLong(left), y.getLong(right)));
              }
            }
          }
        });
  }

  private static boolean test(
      BinaryFunction function, boolean floating, Tensor x, int left, Tensor y, int right) {
    return floating
        ? ElementMath.test(function, x.getDouble(left), y.getDouble(right))
        : ElementMath.test(function, x.getLong(left), y.getLong(right));
  }
}
