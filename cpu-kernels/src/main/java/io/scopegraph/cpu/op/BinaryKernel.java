package io.scopegraph.cpu.op;

import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.runtime.host.ElementMath;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.Arrays;

/// Element-wise functions of two values, with broadcasting.
final class BinaryKernel {
  private static final int BLOCK = 4096;
  private static final int SLOW = 16;

  private BinaryKernel() {}

  static CpuKernel select(NodeView node, Binary binary, Execution execution) {
    return select(node, binary.function(), node.shape(1), execution);
  }

  /// A function whose second input is read as if it had the given shape.
  static CpuKernel select(
      NodeView node, BinaryFunction function, Shape second, Execution execution) {
    Shape shape = node.output().shape();
    LoopNest nest =
        new LoopNest(
            shape.dims(),
            LoopNest.dense(shape.dims()),
            LoopNest.broadcast(node.shape(0), shape),
            LoopNest.broadcast(second, shape));
    PlannedKernel kernel;
    if (node.isFloat32()) {
      kernel =
          PlannedKernel.of(
              node.op().type() + " rows of " + nest.length(),
              2,
              memory ->
                  rows(
                      function,
                      nest,
                      memory.input(0),
                      memory.input(1),
                      memory.output(0),
                      execution));
    } else {
      kernel =
          PlannedKernel.of(
              node.op().type() + " " + node.dtype(0),
              2,
              memory -> elements(function, node, nest, memory, execution));
    }
    boolean first = node.input(0).equals(node.output());
    boolean other = node.input(1).equals(node.output()) && second.equals(node.shape(1));
    if (first && other) {
      return kernel.inPlace(0, 1);
    }
    return first ? kernel.inPlace(0) : other ? kernel.inPlace(1) : kernel;
  }

  /// `out = function(x, y)` for floats; operand 0 of the nest is the output, 1 is x and 2 is y. In
  /// rows, the output is dense and an input is dense or stays in place.
  static BoundKernel rows(
      BinaryFunction function,
      LoopNest nest,
      FloatRange x,
      FloatRange y,
      FloatRange out,
      Execution execution) {
    int blocks = Math.ceilDiv(nest.length(), BLOCK);
    int filled = Math.min(nest.length(), BLOCK);
    boolean xStays = nest.step(1) == 0 && nest.length() > 1;
    boolean yStays = nest.step(2) == 0 && nest.length() > 1;
    float[][] same = new float[xStays || yStays ? execution.pool().size() : 0][filled];
    boolean slow = function == BinaryFunction.POW || function == BinaryFunction.MOD;
    return Spread.of(
        execution.pool(),
        Math.multiplyExact(nest.rows(), blocks),
        (long) filled * (slow ? SLOW : 1),
        (from, to, worker) -> {
          for (int unit = from; unit < to; unit++) {
            int row = unit / blocks;
            int begin = unit % blocks * BLOCK;
            int n = Math.min(BLOCK, nest.length() - begin);
            float[] left = x.array();
            int leftAt = x.at() + nest.at(1, row) + (xStays ? 0 : begin);
            float[] right = y.array();
            int rightAt = y.at() + nest.at(2, row) + (yStays ? 0 : begin);
            if (xStays) {
              Arrays.fill(same[worker], 0, n, left[leftAt]);
              left = same[worker];
              leftAt = 0;
            }
            if (yStays) {
              Arrays.fill(same[worker], 0, n, right[rightAt]);
              right = same[worker];
              rightAt = 0;
            }
            int outAt = out.at() + nest.at(0, row) + begin;
            execution.rows().binary(function, left, leftAt, right, rightAt, out.array(), outAt, n);
          }
        });
  }

  private static BoundKernel elements(
      BinaryFunction function,
      NodeView node,
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
