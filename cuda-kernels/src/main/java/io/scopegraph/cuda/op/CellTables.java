package io.scopegraph.cuda.op;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.primitives.ImmutableIntArray;
import io.scopegraph.runtime.spi.Kernel.PackedWeight;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Tables of cells in the place of the operand that they follow from: where each cell of an axis
/// comes from. Made once on the host, with its arithmetic.
///
/// @param input the operand, which is known before running
record CellTables(int input, ImmutableIntArray cells) implements PackedWeight {
  /// Names the contents: the same operand gives other tables for other shapes.
  @Override
  public String form() {
    Hasher hasher = Hashing.sha256().newHasher();
    cells.forEach(hasher::putInt);
    return "cells " + hasher.hash().toString().substring(0, 16);
  }

  @Override
  public long bytes() {
    return (long) Integer.BYTES * cells.length();
  }

  @Override
  public void pack(MemorySegment plain, MemorySegment packed) {
    for (int i = 0; i < cells.length(); i++) {
      packed.setAtIndex(ValueLayout.JAVA_INT_UNALIGNED, i, cells.get(i));
    }
  }
}
