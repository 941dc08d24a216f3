package io.scopegraph.runtime.plan.solve;

import java.util.Arrays;

/// The coarsest measure in which every offset of a placement that is pushed down is a whole number,
/// and the sizes in it. Sizes are rounded up to what all alignments have in common: nothing else
/// can begin in the rest.
final class Units {
  private final long unit;
  private final long step;
  private final long[] sizes;
  private final long[] alignments;

  private Units(long unit, long step, long[] sizes, long[] alignments) {
    this.unit = unit;
    this.step = step;
    this.sizes = sizes;
    this.alignments = alignments;
  }

  static Units of(long[] sizes, long[] alignments) {
    long common = Arrays.stream(alignments).reduce(0, Units::gcd);
    long[] rounded = Arrays.stream(sizes).map(size -> roundUp(size, common)).toArray();
    long unit = Arrays.stream(rounded).reduce(0, Units::gcd);
    for (long coarser = 0; coarser != unit; ) {
      coarser = unit;
      for (long alignment : alignments) {
        unit = unit % alignment == 0 ? unit : gcd(unit, alignment);
      }
    }
    long last = unit;
    return new Units(
        unit,
        Arrays.stream(sizes).reduce(unit, Units::gcd),
        Arrays.stream(rounded).map(size -> size / last).toArray(),
        Arrays.stream(alignments).map(a -> last % a == 0 ? 1 : a / last).toArray());
  }

  /// The measure, in bytes.
  long unit() {
    return unit;
  }

  /// In bytes; the height of every placement that is pushed down is a multiple of it.
  long step() {
    return step;
  }

  /// The sizes, in units.
  long[] sizes() {
    return sizes;
  }

  /// The alignments, in units; one that every offset meets anyway is 1.
  long[] alignments() {
    return alignments;
  }

  private static long roundUp(long size, long alignment) {
    return Math.multiplyExact(Math.ceilDiv(size, alignment), alignment);
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
