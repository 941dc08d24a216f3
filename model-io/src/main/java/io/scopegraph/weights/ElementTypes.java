package io.scopegraph.weights;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.scopegraph.tensor.DType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Element types by their label. Files have types that no [DType] stands for; those keep their
/// label and are refused when they are loaded.
final class ElementTypes {
  private static final ImmutableMap<String, DType> BY_LABEL =
      Maps.uniqueIndex(Arrays.asList(DType.values()), DType::toString);

  private ElementTypes() {}

  /// The dtype of a label such as `float32`, or null.
  static @Nullable DType find(String label) {
    return BY_LABEL.get(label);
  }

  /// Why a type cannot be loaded, or null if it can.
  static @Nullable String refusal(String label) {
    DType dtype = BY_LABEL.get(label);
    return dtype == null || dtype == DType.STRING
        ? "elements of type %s are not supported".formatted(label)
        : null;
  }
}
