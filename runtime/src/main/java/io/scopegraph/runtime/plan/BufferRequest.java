package io.scopegraph.runtime.plan;

/// A buffer that wants a place in the arena.
///
/// @param id for people; unique among the requests of one problem
/// @param lower the op that writes it first
/// @param upper one past the last op that touches it; the live range is `[lower, upper)`
/// @param size in bytes
/// @param alignment its offset must be a multiple of this
public record BufferRequest(String id, long lower, long upper, long size, long alignment) {
  /// Checks the values.
  ///
  /// @throws IllegalArgumentException if the live range is empty, the size negative or the
  ///   alignment below 1
  public BufferRequest {
    if (upper <= lower) {
      throw new IllegalArgumentException(
          "Buffer %s: the live range [%d, %d) is empty".formatted(id, lower, upper));
    }
    if (size < 0) {
      throw new IllegalArgumentException("Buffer %s: size %d is negative".formatted(id, size));
    }
    if (alignment < 1) {
      throw new IllegalArgumentException(
          "Buffer %s: alignment %d is below 1".formatted(id, alignment));
    }
  }

  /// For example `conv1 [3, 7) 4096 B`.
  @Override
  public String toString() {
    return "%s [%d, %d) %d B".formatted(id, lower, upper, size);
  }
}
