package io.scopegraph.runtime.reference;

import io.scopegraph.runtime.spi.Location;
import io.scopegraph.tensor.TensorSpec;
import java.lang.foreign.MemorySegment;

/// A value in rows that lie apart, with a dense copy for kernels that want one.
///
/// @param dense the value itself if its rows touch each other
/// @param pitch 0 if they do
record Rows(MemorySegment memory, MemorySegment dense, long row, long pitch) {
  static Rows of(Location location, TensorSpec spec) {
    if (!(location.memory() instanceof ReferenceMemory memory)) {
      return new Rows(MemorySegment.NULL, MemorySegment.NULL, 0, 0);
    }
    if (location.pitch() == 0) {
      MemorySegment value = memory.segment().asSlice(location.offset(), location.bytes());
      return new Rows(value, value, 0, 0);
    }
    long row = spec.shape().dim(spec.shape().rank() - 1) * spec.dtype().byteSize();
    MemorySegment copy = MemorySegment.ofArray(new byte[Math.toIntExact(location.bytes())]);
    return new Rows(memory.segment().asSlice(location.offset()), copy, row, location.pitch());
  }

  void gather() {
    for (long at = 0, from = 0; pitch > 0 && at < dense.byteSize(); at += row, from += pitch) {
      MemorySegment.copy(memory, from, dense, at, row);
    }
  }

  void scatter() {
    for (long at = 0, to = 0; pitch > 0 && at < dense.byteSize(); at += row, to += pitch) {
      MemorySegment.copy(dense, at, memory, to, row);
    }
  }
}
