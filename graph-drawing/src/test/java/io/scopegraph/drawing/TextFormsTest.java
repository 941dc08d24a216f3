package io.scopegraph.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The tree for a terminal, and Graphviz text.
class TextFormsTest {
  private static final GraphPicture SIAMESE = GraphPicture.of(DrawnGraphs.siamese());

  @Test
  void treeTellsScopesOpsAndParameters() {
    assertThat(TextWriter.write(SIAMESE, "siamese", 2))
        .startsWith("siamese  (21 ops, 4 variables, 1,392 parameters, 5.4 KiB)\n")
        .contains("├─ siamese/  (8 ops, 4 variables, 1,392 parameters, 5.4 KiB)\n")
        .contains("│  ├─ conv1/  (3 ops, 2 variables, 224 parameters, 896 B)\n")
        .contains("│  │  ├─ kernel  VariableV2  float32(3, 3, 3, 8)  864 B  shared by 2\n")
        .contains("   ├─ conv1/  (3 ops)\n");
  }

  @Test
  void treeStopsAtTheDepth() {
    assertThat(TextWriter.write(SIAMESE, "siamese", 0))
        .contains("├─ siamese/  (8 ops, 4 variables, 1,392 parameters, 5.4 KiB)  BiasAdd ×2, ")
        .doesNotContain("conv1");
  }

  @Test
  void treeOfHostileNamesHasOneLineEach() {
    GraphPicture picture = GraphPicture.of(DrawnGraphs.hostile());
    String tree = TextWriter.write(picture, "a\nb", 100);
    assertThat(tree.lines())
        .hasSize(picture.nodes().size() + picture.scopes().size())
        .noneMatch(line -> line.chars().anyMatch(Character::isISOControl));
  }

  @Test
  void dotHasAClusterForEachScopeAndALineForEachEdge() {
    String dot = DotWriter.write(SIAMESE, "siamese");
    assertThat(dot).startsWith("digraph \"siamese\" {\n").endsWith("}\n");
    for (Scope scope : SIAMESE.scopes().subList(1, SIAMESE.scopes().size())) {
      assertThat(dot).contains("subgraph \"cluster_s" + scope.id() + "\" {");
    }
    long arrows = dot.lines().filter(line -> line.contains(" -> ")).count();
    assertThat(arrows).isEqualTo(PictureView.of(SIAMESE, 9).edges().size());
    assertThat(dot).contains("[label=\"?×64×64×8\"]");
  }

  @Test
  void dotQuotesHostileNames() {
    List<String> strings =
        List.of("a\"b", "back\\slash\\n", "two\nlines", "trailing\\", "\u0000", "<b>html</b>");
    assertThat(strings.stream().map(DotWriter::quote))
        .containsExactly(
            "\"a\\\"b\"",
            "\"back\\\\slash\\\\n\"",
            "\"two\\nlines\"",
            "\"trailing\\\\\"",
            "\"\ufffd\"",
            "\"<b>html</b>\"");
    Pattern quoted = Pattern.compile("\"(?:[^\"\\\\\n]|\\\\[\"\\\\n])*\"");
    String dot = DotWriter.write(GraphPicture.of(DrawnGraphs.hostile()), "a\"] b");
    assertThat(quoted.matcher(dot).replaceAll("S").lines())
        .allMatch(line -> line.matches("[\\w \\[\\]{}=,.>-]*"), "only DOT's own characters");
  }
}
