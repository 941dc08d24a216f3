package io.scopegraph.weights;

import io.scopegraph.io.ModelFormatException;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file mapped read-only, as long as one of its views is reachable.
///
/// @param name as the user named it
record MappedFile(String name, MemorySegment bytes) {
  /// Maps a file.
  ///
  /// @throws ModelFormatException if it is missing or cannot be read
  static MappedFile map(Path file) {
    String name = file.toString();
    if (!Files.isRegularFile(file)) {
      throw ModelFormatException.of(name, Files.exists(file) ? "not a file" : "no such file");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new MappedFile(
          name, channel.map(MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto()));
    } catch (IOException e) {
      throw ModelFormatException.of(name, "cannot be read: " + e.getMessage(), e);
    }
  }

  long size() {
    return bytes.byteSize();
  }

  /// Whether a range lies within the file; overflow-safe.
  boolean contains(long offset, long length) {
    return offset >= 0 && length >= 0 && length <= size() && offset <= size() - length;
  }

  /// A copy of a range that lies within the file.
  byte[] copy(long offset, long length) {
    return bytes.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
  }

  /// The tensor whose bytes begin at an offset: a view, or a copy where elements are not aligned to
  /// their own size.
  Tensor tensor(TensorSpec spec, long offset) {
    MemorySegment slice = bytes.asSlice(offset, spec.byteSize());
    Tensor view = Tensor.wrap(spec, slice);
    return slice.address() % spec.dtype().byteSize() == 0 ? view : view.copy();
  }

  ModelFormatException error(long offset, String problem) {
    return ModelFormatException.at(name, offset, problem);
  }
}
