package io.scopegraph.drawing;

import com.google.common.collect.ImmutableList;
import io.scopegraph.drawing.PictureNode.InlineConstant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What a picture tells of a box or an edge when the mouse is over it, one fact a line.
final class HoverText {
  private static final int EDGES_SHOWN = 12;

  private HoverText() {}

  static String of(GraphPicture picture, PictureNode node) {
    return String.join("\n", facts(picture, node));
  }

  /// The name, then everything else as `what: value`.
  static ImmutableList<String> facts(GraphPicture picture, PictureNode node) {
    ImmutableList.Builder<String> facts = ImmutableList.builder();
    facts.add(node.name());
    facts.add("op: " + node.type());
    node.attributes().forEach((name, value) -> facts.add(name + ": " + value));
    for (Link link : picture.links()) {
      if (link.target() == node.id()) {
        facts.add("input %d: %s %s".formatted(link.input(), link.tensor(), link.spec()));
      }
    }
    for (InlineConstant constant : node.constants()) {
      String value = constant.preview().isEmpty() ? "" : " = " + constant.preview();
      facts.add(
          "input %d: %s %s%s"
              .formatted(constant.input(), constant.name(), constant.spec(), value));
    }
    if (node.kind() != OpKind.OUTPUT) {
      node.outputs().forEach(spec -> facts.add("output: " + spec + bytes(spec)));
    }
    if (node.parameterBytes() > 0) {
      facts.add("parameters: " + ByteLabel.of(node.parameterBytes()));
    }
    if (node.isShared()) {
      facts.add("shared by " + node.users() + " ops");
    }
    if (!node.helpers().isEmpty()) {
      facts.add("read through: " + String.join(", ", node.helpers()));
    }
    if (!node.source().isEmpty()) {
      facts.add("made at: " + node.source());
    }
    return facts.build();
  }

  private static String bytes(io.scopegraph.tensor.TensorSpec spec) {
    return spec.shape().isFullyDefined() ? ", " + ByteLabel.of(spec.byteSize()) : "";
  }

  static String of(Scope scope) {
    List<String> lines = new ArrayList<>();
    lines.add(scope.path());
    lines.add(scope.totals().counts());
    scope.totals().ops().forEach((type, count) -> lines.add("  " + type + " ×" + count));
    if (scope.totals().parameters() > 0) {
      lines.add(scope.totals().parametersText());
    }
    return String.join("\n", lines);
  }

  static String of(GraphPicture picture, List<MergedEdge> edges) {
    Set<String> lines = new LinkedHashSet<>();
    for (MergedEdge edge : edges) {
      for (Link link : edge.links()) {
        lines.add(
            "%s → %s  %s"
                .formatted(link.tensor(), picture.node(link.target()).name(), link.spec()));
      }
    }
    String text = lines.stream().limit(EDGES_SHOWN).collect(Collectors.joining("\n"));
    int more = lines.size() - EDGES_SHOWN;
    return more > 0 ? text + "\n… " + more + " more" : text;
  }
}
