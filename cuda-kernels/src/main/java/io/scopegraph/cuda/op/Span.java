package io.scopegraph.cuda.op;

/// A range of the device's memory.
///
/// @param address of its first byte; 0 for no place at all
/// @param bytes of the value itself
/// @param pitch 0 if the value lies in one piece; else the bytes from one row, which is a run along
///   the last axis, to the next
public record Span(long address, long bytes, long pitch) {
  static final Span NONE = new Span(0, 0, 0);

  /// A part of it, which lies in one piece.
  Span part(long offset, long count) {
    if (offset < 0 || count < 0 || offset + count > bytes) {
      throw new IllegalArgumentException(
          "%d B at %d of a range of %d B".formatted(count, offset, bytes));
    }
    return new Span(address + offset, count, 0);
  }

  boolean isSame(Span other) {
    return address == other.address && pitch == other.pitch;
  }
}
