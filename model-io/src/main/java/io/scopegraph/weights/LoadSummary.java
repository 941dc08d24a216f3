package io.scopegraph.weights;

import com.google.common.collect.ImmutableList;
import java.util.List;

/// What was loaded.
///
/// @param loaded the variables that were set
/// @param bytes of their values
/// @param ignored the names of the file that the options left out
/// @param missing the variables that were not in the file and kept their values
public record LoadSummary(
    List<String> loaded, long bytes, List<String> ignored, List<String> missing) {
  public LoadSummary {
    loaded = ImmutableList.copyOf(loaded);
    ignored = ImmutableList.copyOf(ignored);
    missing = ImmutableList.copyOf(missing);
  }

  /// For example `23 variables set, 49856 bytes; 48 names of the file ignored`.
  @Override
  public String toString() {
    return "%d variables set, %d bytes%s%s"
        .formatted(
            loaded.size(),
            bytes,
            ignored.isEmpty() ? "" : "; %d names of the file ignored".formatted(ignored.size()),
            missing.isEmpty() ? "" : "; %d variables not in the file".formatted(missing.size()));
  }
}
