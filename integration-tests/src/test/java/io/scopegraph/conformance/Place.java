package io.scopegraph.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.runtime.spi.Device;
import io.scopegraph.runtime.spi.DeviceMemory;
import io.scopegraph.runtime.spi.Location;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Where a value lies in a block, which holds garbage wherever nothing was written: bytes that are
/// NaN as a float of any width.
///
/// @param first the offset of the value in bytes
/// @param pitch bytes from one row to the next, 0 for a value in one piece
record Place(TensorSpec spec, DeviceMemory memory, long first, long pitch) {
  private static final byte GARBAGE = (byte) 0xFF;

  /// A block of its own, as large as the value.
  static Place dense(Device device, TensorSpec spec) {
    return new Place(spec, garbage(device, spec.byteSize()), 0, 0);
  }

  /// Rows with garbage before, between and after them.
  static Place apart(Device device, TensorSpec spec) {
    long unit = Math.max(device.viewAlignment(), spec.dtype().byteSize());
    long pitch = (Math.ceilDiv(rowBytes(spec), unit) + 3) * unit;
    long first = 5 * device.viewAlignment();
    long bytes = first + rows(spec) * pitch;
    return new Place(spec, garbage(device, bytes), first, pitch);
  }

  /// The place of a part of this value, or null if the part does not lie in rows that are equally
  /// far apart.
  ///
  /// @param start the index of the part's first element
  /// @param axis along which it is a part
  @Nullable Place part(TensorSpec part, int axis, long start) {
    Shape shape = spec.shape();
    int last = shape.rank() - 1;
    long row = pitch == 0 ? rowBytes(spec) : pitch;
    if (axis == last) {
      long at = first + start * spec.dtype().byteSize();
      return new Place(part, memory, at, rows(part) <= 1 ? 0 : row);
    }
    return shape.elementCount(0, axis) == 1
        ? new Place(part, memory, first + start * shape.elementCount(axis + 1, last) * row, pitch)
        : null;
  }

  private static long rowBytes(TensorSpec spec) {
    Shape shape = spec.shape();
    return shape.rank() == 0 ? spec.byteSize() : shape.dim(-1) * spec.dtype().byteSize();
  }

  private static long rows(TensorSpec spec) {
    return spec.byteSize() == 0 ? 0 : spec.byteSize() / rowBytes(spec);
  }

  /// A block without anything of use in it.
  static DeviceMemory garbage(Device device, long bytes) {
    long whole = Math.ceilDiv(bytes, device.alignment()) * device.alignment();
    DeviceMemory memory = device.allocate("test", whole);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocate(whole);
      segment.fill(GARBAGE);
      memory.write(0, segment);
    }
    return memory;
  }

  Location location() {
    return new Location(memory, first, spec.byteSize(), pitch);
  }

  void write(Tensor tensor) {
    if (pitch == 0) {
      memory.write(first, tensor.segment());
      return;
    }
    long row = rowBytes(spec);
    for (long i = 0; i < rows(spec); i++) {
      memory.write(first + i * pitch, tensor.segment().asSlice(i * row, row));
    }
  }

  Tensor read() {
    Tensor tensor = Tensor.allocate(spec);
    if (pitch == 0) {
      memory.read(first, tensor.segment());
      return tensor;
    }
    long row = rowBytes(spec);
    for (long i = 0; i < rows(spec); i++) {
      memory.read(first + i * pitch, tensor.segment().asSlice(i * row, row));
    }
    return tensor;
  }

  /// Fails unless everything around the rows is as it was.
  void checkSurroundings(String what) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment left = arena.allocate(memory.bytes());
      MemorySegment untouched = arena.allocate(memory.bytes());
      memory.read(0, left);
      untouched.fill(GARBAGE);
      long step = pitch == 0 ? spec.byteSize() : pitch;
      long row = pitch == 0 ? spec.byteSize() : rowBytes(spec);
      for (long at = first; row > 0 && at < first + step * rowsOf(row); at += step) {
        left.asSlice(at, row).fill(GARBAGE);
      }
      assertThat(left.mismatch(untouched))
          .as("%s: first byte written elsewhere", what)
          .isEqualTo(-1);
    }
  }

  private long rowsOf(long row) {
    return spec.byteSize() / row;
  }
}
