package io.scopegraph.tensorflow;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Value;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Pool2D;
import io.scopegraph.op.Size2;

/// Pooling, and the attributes that it has in common with convolutions.
final class WindowImporter {
  private WindowImporter() {}

  static OpImporter pool(Pool2D.Kind kind) {
    return node -> {
      Value x = node.input(0);
      node.requireFloating(x);
      DataFormat format = node.format();
      Pool2D op =
          Pool2D.of(
              kind,
              spatial(node, "ksize", format),
              spatial(node, "strides", format),
              padding(node, format),
              format);
      boolean explicit = op.padding().kind() == Padding.Kind.EXPLICIT;
      return node.add(explicit && kind == Pool2D.Kind.AVERAGE ? refuse(node) : op, x);
    };
  }

  private static Pool2D refuse(NodeContext node) {
    throw node.unsupported("padding EXPLICIT is not supported by this op");
  }

  /// The two spatial numbers of a list of four, whose others must be 1.
  static Size2 spatial(NodeContext node, String attribute, DataFormat format) {
    ImmutableList<Integer> list = node.attributes().smalls(attribute);
    if (list.isEmpty()) {
      if (node.attributes().has(attribute)) {
        throw node.malformed("attribute %s must have 4 numbers, found none".formatted(attribute));
      }
      return Size2.ONE;
    }
    if (list.size() != 4) {
      throw node.malformed(
          "attribute %s must have 4 numbers, found %d".formatted(attribute, list.size()));
    }
    if (list.get(0) != 1 || list.get(format.channelAxis()) != 1) {
      throw node.unsupported("%s %s go over batch or channels", attribute, list);
    }
    return new Size2(list.get(format.heightAxis()), list.get(format.widthAxis()));
  }

  static Padding padding(NodeContext node, DataFormat format) {
    String padding = node.attributes().text("padding", "");
    return switch (padding) {
      case "SAME" -> Padding.SAME;
      case "VALID" -> Padding.VALID;
      case "EXPLICIT" -> explicit(node, format);
      default -> throw node.malformed("unknown padding \"%s\"".formatted(padding));
    };
  }

  private static Padding explicit(NodeContext node, DataFormat format) {
    ImmutableList<Integer> list = node.attributes().smalls("explicit_paddings");
    if (list.size() != 8) {
      throw node.malformed(
          "attribute explicit_paddings must have 8 numbers, found %d".formatted(list.size()));
    }
    int channels = format.channelAxis();
    if (list.get(0) != 0
        || list.get(1) != 0
        || list.get(2 * channels) != 0
        || list.get(2 * channels + 1) != 0) {
      throw node.unsupported("explicit_paddings %s go over batch or channels", list);
    }
    int height = 2 * format.heightAxis();
    int width = 2 * format.widthAxis();
    return Padding.explicit(
        list.get(height), list.get(width), list.get(height + 1), list.get(width + 1));
  }
}
