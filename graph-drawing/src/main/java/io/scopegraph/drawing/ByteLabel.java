package io.scopegraph.drawing;

import java.util.Locale;

/// Numbers of bytes as people read them: `864 B`, `1.2 MiB`.
final class ByteLabel {
  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private ByteLabel() {}

  static String of(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double scaled = bytes / 1024.0;
    int unit = 0;
    while (scaled >= 999.95 && unit + 1 < UNITS.length) {
      scaled /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, scaled < 100 ? "%.1f %s" : "%.0f %s", scaled, UNITS[unit]);
  }
}
