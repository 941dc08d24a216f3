package io.scopegraph.onnx;

import io.scopegraph.io.ModelFormatException;
import io.scopegraph.onnx.proto.ModelProto;
import io.scopegraph.onnx.proto.OperatorSetIdProto;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The versions of the op sets that a model asks for.
final class Opsets {
  /// The oldest version whose forms are known here.
  private static final long OLDEST = 6;

  private Opsets() {}

  /// By domain, as [#domain] writes it.
  static Map<String, Long> of(String file, ModelProto model) {
    Map<String, Long> versions = new HashMap<>();
    for (OperatorSetIdProto opset : model.getOpsetImportList()) {
      Long other = versions.put(domain(opset.getDomain()), opset.getVersion());
      if (other != null && other != opset.getVersion()) {
        throw ModelFormatException.of(
            file,
            "two versions of the op set \"%s\": %d and %d"
                .formatted(opset.getDomain(), other, opset.getVersion()));
      }
    }
    return versions;
  }

  /// A domain with the format's own in its short form, the empty string.
  static String domain(String domain) {
    return domain.equals("ai.onnx") ? "" : domain;
  }

  /// Why the ops of a domain cannot be imported; null if they can.
  static @Nullable String problem(String domain, long version) {
    if (!domain.isEmpty()) {
      return "ops of the domain \"%s\" are not supported".formatted(domain);
    }
    return version < OLDEST
        ? "op set %d is older than %d, the oldest supported".formatted(version, OLDEST)
        : null;
  }
}
