package io.scopegraph.cpu.op;

import io.scopegraph.cpu.kernel.Activation;
import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.ElementWise;
import io.scopegraph.op.Unary;
import org.jspecify.annotations.Nullable;

/// The steps of an element-wise program over one block of floats at a time. Each is the loop that
/// the op by itself would run, so that the bits are the same.
final class ElementWiseSteps {
  private final ElementWise op;
  private final Execution execution;
  private final BlockRegisters registers;
  private final FloatRange[] inputs;
  private final FloatRange out;
  private final FloatRange work;
  private final RowBlocks blocks;
  private final int block;
  private final @Nullable Activation[] activations;

  /// @param memory whose workspace has for each worker as many blocks as there are registers
  /// @param blocks of the operands that have no registers
  /// @param block the floats of a register
  ElementWiseSteps(
      ElementWise op,
      Execution execution,
      BlockRegisters registers,
      KernelMemory memory,
      RowBlocks blocks,
      int block) {
    this.op = op;
    this.execution = execution;
    this.registers = registers;
    this.inputs = memory.inputs().toArray(FloatRange[]::new);
    this.out = memory.output(0);
    this.work = memory.workspace();
    this.blocks = blocks;
    this.block = block;
    this.activations = new @Nullable Activation[op.steps().size()];
    for (int step = 0; step < activations.length; step++) {
      activations[step] =
          op.steps().get(step) instanceof ElementWise.One(Unary unary, _)
              ? Activations.of(unary)
              : null;
    }
  }

  /// Where a register of a worker begins in the workspace's array.
  int register(int operand, int worker) {
    return work.at() + (worker * registers.count() + registers.of(operand)) * block;
  }

  /// Runs all steps over a block.
  void run(int unit, int n, int worker) {
    for (int step = 0; step < op.steps().size(); step++) {
      int result = op.result(step);
      float[] target = array(result);
      int targetAt = at(result, unit, worker);
      switch (op.steps().get(step)) {
        case ElementWise.One(Unary unary, int x) -> {
          int from = at(x, unit, worker);
          if (from != targetAt || !isSame(array(x), target)) {
            System.arraycopy(array(x), from, target, targetAt, n);
          }
          unary(step, unary, target, targetAt, n);
        }
        case ElementWise.Two(BinaryFunction function, int x, int y) ->
            execution
                .rows()
                .binary(
                    function,
                    array(x),
                    at(x, unit, worker),
                    array(y),
                    at(y, unit, worker),
                    target,
                    targetAt,
                    n);
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // The same memory is meant.
  private static boolean isSame(float[] one, float[] other) {
    return one == other;
  }

  private void unary(int step, Unary unary, float[] values, int at, int n) {
    Activation activation = activations[step];
    if (activation != null) {
      execution.floats().activate(values, at, n, activation);
    } else {
      execution.rows().unary(unary.function(), (float) unary.a(), (float) unary.b(), values, at, n);
    }
  }

  private float[] array(int operand) {
    return registers.has(operand) ? work.array() : range(operand).array();
  }

  private int at(int operand, int unit, int worker) {
    return registers.has(operand) ? register(operand, worker) : blocks.at(range(operand), unit);
  }

  private FloatRange range(int operand) {
    return operand < inputs.length ? inputs[operand] : out;
  }
}
