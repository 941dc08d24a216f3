package io.scopegraph.layers;

import io.scopegraph.builder.ErrorKind;
import io.scopegraph.builder.ScopeException;
import io.scopegraph.op.Padding;
import java.util.Locale;

/// The names that TensorFlow's layers have for paddings.
final class PaddingNames {
  private PaddingNames() {}

  static Padding of(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "valid" -> Padding.VALID;
      case "same" -> Padding.SAME;
      default ->
          throw new ScopeException(
              ErrorKind.BAD_PADDING,
              "The `padding` argument must be a list/tuple or one of \"valid\", \"same\". Received: "
                  + name);
    };
  }
}
