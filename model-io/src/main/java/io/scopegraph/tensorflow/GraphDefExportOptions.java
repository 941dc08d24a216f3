package io.scopegraph.tensorflow;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.tensor.Tensor;
import java.util.Map;

/// How a graph is exported.
///
/// @param frozen whether variables become constants
/// @param values the contents of frozen variables, by their name in the variable store; those that
///   are missing get their first values
public record GraphDefExportOptions(boolean frozen, ImmutableMap<String, Tensor> values) {
  private static final GraphDefExportOptions DEFAULTS =
      new GraphDefExportOptions(false, ImmutableMap.of());

  /// Variables stay variables, each with a node that assigns its first value.
  public static GraphDefExportOptions defaults() {
    return DEFAULTS;
  }

  /// Variables become constants with the given contents.
  public static GraphDefExportOptions frozen(Map<String, Tensor> values) {
    return new GraphDefExportOptions(true, ImmutableMap.copyOf(values));
  }
}
