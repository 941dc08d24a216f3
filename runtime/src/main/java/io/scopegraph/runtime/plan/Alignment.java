package io.scopegraph.runtime.plan;

/// Rounding to multiples.
public final class Alignment {
  private Alignment() {}

  /// The least multiple of `alignment` that is not below `bytes`.
  ///
  /// @throws ArithmeticException if it exceeds 63 bits
  public static long up(long bytes, long alignment) {
    long excess = bytes % alignment;
    return excess == 0 ? bytes : Math.addExact(bytes, alignment - excess);
  }

  /// The least common multiple of two alignments.
  ///
  /// @throws ArithmeticException if it exceeds 63 bits
  static long common(long first, long second) {
    long divisor = first;
    for (long rest = second; rest != 0; ) {
      long next = divisor % rest;
      divisor = rest;
      rest = next;
    }
    return Math.multiplyExact(first, second / divisor);
  }
}
