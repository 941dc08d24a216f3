package io.scopegraph.cpu.op;

import io.scopegraph.cpu.memory.FloatRange;

/// The rows of element-wise work cut into blocks. Where all operands lie in one piece, that piece
/// is a single row.
///
/// @param rows how many rows
/// @param length the floats in each
/// @param block the floats in a block; the last one of a row may have fewer
record RowBlocks(int rows, int length, int block) {
  /// The blocks of operands of one shape.
  ///
  /// @param row the floats along the last axis
  /// @param operands all values that are read or written
  static RowBlocks of(int row, int block, FloatRange... operands) {
    int count = Math.toIntExact(operands[0].bytes() / 4);
    for (FloatRange operand : operands) {
      if (operand.pitch(row) != row) {
        return new RowBlocks(row == 0 ? 0 : count / row, row, Math.min(row, block));
      }
    }
    return new RowBlocks(1, count, Math.min(count, block));
  }

  int units() {
    return length == 0 ? 0 : Math.multiplyExact(rows, perRow());
  }

  /// Where a block starts in an operand.
  int at(FloatRange operand, int unit) {
    return operand.at() + unit / perRow() * operand.pitch(length) + begin(unit);
  }

  /// The floats in a block.
  int count(int unit) {
    return Math.min(block, length - begin(unit));
  }

  /// The floats of dense rows before a block.
  int start(int unit) {
    return unit / perRow() * length + begin(unit);
  }

  private int begin(int unit) {
    return unit % perRow() * block;
  }

  private int perRow() {
    return (length + block - 1) / block;
  }
}
