package io.scopegraph.drawing;

import com.google.common.collect.ImmutableListMultimap;
import io.scopegraph.drawing.PictureNode.InlineConstant;
import io.scopegraph.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What a picture tells of a box or an edge when the mouse is over it, one fact a line.
final class HoverText {
  private static final int EDGES_SHOWN = 12;

  private HoverText() {}

  /// All about a node.
  ///
  /// @param inputs the links to it
  static String of(PictureNode node, List<Link> inputs) {
    List<String> lines = new ArrayList<>();
    lines.add(node.name());
    facts(node).forEach((name, value) -> lines.add(name + ": " + value));
    for (Link link : inputs) {
      lines.add("input %d: %s %s".formatted(link.input(), link.tensor(), link.spec()));
    }
    return String.join("\n", lines);
  }

  /// What a node tells of itself, by the kind of fact, in order; all but its name and links.
  static ImmutableListMultimap<String, String> facts(PictureNode node) {
    ImmutableListMultimap.Builder<String, String> facts = ImmutableListMultimap.builder();
    facts.put("op", node.type());
    node.attributes().forEach(facts::put);
    for (InlineConstant constant : node.constants()) {
      String value = constant.preview().isEmpty() ? "" : " = " + constant.preview();
      facts.put(
          "input " + constant.input(), constant.name() + "  " + sized(constant.spec()) + value);
    }
    for (TensorSpec spec : node.outputs()) {
      facts.put(node.kind() == OpKind.OUTPUT ? "value" : "output", sized(spec));
    }
    if (node.parameterBytes() > 0) {
      facts.put("parameters", ByteLabel.of(node.parameterBytes()));
    }
    if (node.isShared()) {
      facts.put("shared", "by " + node.users() + " ops");
    }
    node.helpers().forEach(helper -> facts.put("read through", helper));
    if (!node.source().isEmpty()) {
      facts.put("made at", node.source());
    }
    return facts.build();
  }

  private static String sized(TensorSpec spec) {
    return TensorSize.isKnown(spec)
        ? spec + ", " + ByteLabel.of(TensorSize.bytes(spec))
        : spec.toString();
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
        String target = picture.node(link.target()).name();
        lines.add("%s → %s  %s".formatted(link.tensor(), target, link.spec()));
      }
    }
    String text = lines.stream().limit(EDGES_SHOWN).collect(Collectors.joining("\n"));
    int more = lines.size() - EDGES_SHOWN;
    return more > 0 ? text + "\n… " + more + " more" : text;
  }
}
