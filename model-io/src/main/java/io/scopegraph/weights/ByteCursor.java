package io.scopegraph.weights;

import io.scopegraph.io.ModelFormatException;
import java.util.Arrays;

/// Reads a piece of a file from front to back; nothing is read past its end.
final class ByteCursor {
  private static final int MAX_VARINT = 10;

  private final String file;
  private final byte[] bytes;
  private final int end;
  private final long base;
  private final boolean isVerbatim;
  private int position;

  /// @param end where the piece ends in the array
  /// @param base where the piece begins in the file
  /// @param isVerbatim whether the array is the file's own bytes, so that positions in it are
  ///   positions in the file; otherwise errors point to the base
  ByteCursor(String file, byte[] bytes, int end, long base, boolean isVerbatim) {
    this.file = file;
    this.bytes = bytes;
    this.end = end;
    this.base = base;
    this.isVerbatim = isVerbatim;
  }

  boolean hasRemaining() {
    return position < end;
  }

  int remaining() {
    return end - position;
  }

  /// An unsigned number of one to ten bytes, low bits first.
  ///
  /// @return not negative
  long varint(String what) {
    int start = position;
    long value = 0;
    for (int shift = 0; position < end && position - start < MAX_VARINT; shift += 7) {
      long group = bytes[position++];
      value |= (group & 0x7F) << shift;
      if (group >= 0) {
        if (value < 0 || (shift == 63 && group > 1)) {
          break;
        }
        return value;
      }
    }
    throw error(
        start, "expected %s, found a number that does not end or exceeds 63 bits".formatted(what));
  }

  /// A count of bytes that must remain.
  int length(String what) {
    int start = position;
    long value = varint(what);
    if (value > remaining()) {
      throw error(start, "%s is %d bytes, but only %d remain".formatted(what, value, remaining()));
    }
    return (int) value;
  }

  /// The next bytes, of which there are enough.
  byte[] take(int count) {
    position += count;
    return Arrays.copyOfRange(bytes, position - count, position);
  }

  /// Where the next byte stands in the file, or where the piece begins if it was compressed.
  long offset() {
    return isVerbatim ? base + position : base;
  }

  private ModelFormatException error(int at, String problem) {
    return ModelFormatException.at(file, isVerbatim ? base + at : base, problem);
  }

  ModelFormatException error(String problem) {
    return ModelFormatException.at(file, offset(), problem);
  }
}
