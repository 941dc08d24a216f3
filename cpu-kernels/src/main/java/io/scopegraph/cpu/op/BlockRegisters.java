package io.scopegraph.cpu.op;

import io.scopegraph.op.ElementWise;
import java.util.Arrays;
import java.util.BitSet;

/// Which operands of an element-wise program lie in which block of scratch memory while a block of
/// elements is computed. A register is free again when its operand has been read for the last time;
/// the step that reads it last may write to it.
final class BlockRegisters {
  private static final int NONE = -1;

  private final int[] byOperand;
  private final int count;

  /// @param staged for each input whether it has to be brought into a register
  /// @param stagedResult whether the result is made in a register
  BlockRegisters(ElementWise op, boolean[] staged, boolean stagedResult) {
    this.byOperand = new int[op.inputs() + op.steps().size()];
    Arrays.fill(byOperand, NONE);
    int[] lastStep = lastSteps(op);
    BitSet taken = new BitSet();
    int most = 0;
    for (int input = 0; input < op.inputs(); input++) {
      byOperand[input] = staged[input] ? take(taken) : NONE;
    }
    for (int step = 0; step < op.steps().size(); step++) {
      most = Math.max(most, taken.cardinality());
      for (int operand : op.steps().get(step).operands()) {
        if (lastStep[operand] == step && byOperand[operand] != NONE) {
          taken.clear(byOperand[operand]);
        }
      }
      boolean last = step == op.steps().size() - 1;
      byOperand[op.result(step)] = last && !stagedResult ? NONE : take(taken, op.steps().get(step));
    }
    this.count = Math.max(most, taken.cardinality());
  }

  private static int[] lastSteps(ElementWise op) {
    int[] last = new int[op.inputs() + op.steps().size()];
    for (int step = 0; step < op.steps().size(); step++) {
      for (int operand : op.steps().get(step).operands()) {
        last[operand] = step;
      }
    }
    return last;
  }

  /// The register of the first operand if it is free, so that nothing has to be copied; else any.
  private int take(BitSet taken, ElementWise.Step step) {
    int first = byOperand[step.operands().getFirst()];
    if (first != NONE && !taken.get(first)) {
      taken.set(first);
      return first;
    }
    return take(taken);
  }

  private static int take(BitSet taken) {
    int free = taken.nextClearBit(0);
    taken.set(free);
    return free;
  }

  /// How many there are.
  int count() {
    return count;
  }

  /// Whether an operand lies in a register, and not in a buffer of the plan.
  boolean has(int operand) {
    return byOperand[operand] != NONE;
  }

  /// The register of an operand that has one.
  int of(int operand) {
    return byOperand[operand];
  }
}
