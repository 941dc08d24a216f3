package io.scopegraph.cpu.op;

import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.runtime.spi.Kernel.PackedWeight;
import java.lang.foreign.MemorySegment;

/// A float32 weight in another form.
///
/// @param packing fills the form
record PackedFloats(int input, String form, long bytes, Packing packing) implements PackedWeight {
  /// Writes a form.
  @FunctionalInterface
  interface Packing {
    void pack(FloatRange plain, FloatRange packed);
  }

  @Override
  public void pack(MemorySegment plain, MemorySegment packed) {
    FloatRange source = range(plain);
    if (packed.heapBase().orElse(null) instanceof float[] array) {
      packing.pack(source, new FloatRange(array, Math.toIntExact(packed.address() / 4), bytes));
      return;
    }
    FloatRange target = FloatRange.ofFloats(Math.toIntExact(bytes / 4));
    packing.pack(source, target);
    MemorySegment.copy(target.segment(), 0, packed, 0, bytes);
  }

  /// The contents as floats of an array, which is a copy only if they are not in one already.
  private static FloatRange range(MemorySegment plain) {
    if (plain.heapBase().orElse(null) instanceof float[] array) {
      return new FloatRange(array, Math.toIntExact(plain.address() / 4), plain.byteSize());
    }
    FloatRange copy = FloatRange.ofFloats(Math.toIntExact(plain.byteSize() / 4));
    MemorySegment.copy(plain, 0, copy.segment(), 0, plain.byteSize());
    return copy;
  }
}
