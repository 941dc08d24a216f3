package io.scopegraph.runtime.plan;

import java.util.Locale;

/// Sizes for people.
public final class ByteSizes {
  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private ByteSizes() {}

  /// Three figures or more with a binary unit: `512 B`, `9.19 MiB`, `1023 KiB`.
  public static String human(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 1023.5 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    String format = value < 9.995 ? "%.2f %s" : value < 99.95 ? "%.1f %s" : "%.0f %s";
    return String.format(Locale.ROOT, format, value, UNITS[Math.max(unit, 0)]);
  }

  /// A size for people with the exact number: `9.19 MiB (9633792 B)`.
  public static String exact(long bytes) {
    return bytes < 1024 ? human(bytes) : human(bytes) + " (" + bytes + " B)";
  }
}
