package io.scopegraph.onnx.suite;

import io.scopegraph.op.UnsupportedOp;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// How a case ended.
sealed interface Outcome {
  record Passed() implements Outcome {}

  /// Refused before anything ran.
  record Unsupported(List<UnsupportedOp> ops) implements Outcome {
    /// Why, in words that are the same for all cases with the same cause.
    String category() {
      return ops.stream()
          .map(op -> op.reason().equals("this op is not supported") ? op.type() : form(op))
          .collect(Collectors.toCollection(TreeSet::new))
          .first();
    }

    private static String form(UnsupportedOp op) {
      String type = op.type().startsWith("graph") ? op.type() : "~" + op.type();
      return type + ": " + op.reason().replaceAll("\"[^\"]*\"", "\"...\"").toLowerCase(Locale.ROOT);
    }
  }

  record Failed(String problem) implements Outcome {}
}
