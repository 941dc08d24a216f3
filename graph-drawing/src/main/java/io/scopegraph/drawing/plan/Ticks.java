package io.scopegraph.drawing.plan;

import com.google.common.collect.ImmutableList;
import io.scopegraph.runtime.plan.ByteSizes;

/// Round numbers along an axis.
final class Ticks {
  private Ticks() {}

  /// Multiples of a power of two up to a number of bytes, six to twelve of them.
  static ImmutableList<Long> ofBytes(long most) {
    long step = Math.max(1, Long.highestOneBit(Math.max(1, most / 6)));
    return multiples(step, most);
  }

  /// Multiples of 1, 2 or 5 times a power of ten below a number.
  ///
  /// @param most how many there may be
  static ImmutableList<Long> ofOps(int count, int most) {
    long[] factors = {1, 2, 5};
    for (long power = 1; ; power *= 10) {
      for (long factor : factors) {
        long step = factor * power;
        if ((count + step - 1) / step <= most) {
          return multiples(step, count - 1L);
        }
      }
    }
  }

  private static ImmutableList<Long> multiples(long step, long last) {
    ImmutableList.Builder<Long> ticks = ImmutableList.builder();
    for (long tick = 0; tick <= last; tick += step) {
      ticks.add(tick);
    }
    return ticks.build();
  }

  /// A round number of bytes: `2 MiB`.
  static String label(long bytes) {
    return bytes == 0 ? "0" : ByteSizes.human(bytes).replaceFirst("\\.0+ ", " ");
  }
}
