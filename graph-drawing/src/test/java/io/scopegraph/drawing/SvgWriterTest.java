package io.scopegraph.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scopegraph.graph.Graph;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/// The static picture.
class SvgWriterTest {
  static Document parse(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  private static List<String> texts(Document document, String element) {
    NodeList elements = document.getElementsByTagName(element);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < elements.getLength(); i++) {
      texts.add(elements.item(i).getTextContent());
    }
    return texts;
  }

  private static String draw(Graph graph, int depth) {
    return SvgWriter.write(GraphPicture.of(graph), "picture", depth);
  }

  @Test
  void opensScopesToTheDepth() throws Exception {
    assertThat(texts(parse(draw(DrawnGraphs.siamese(), 0)), "text"))
        .contains("siamese", "8 ops, 4 variables", "4 variables")
        .doesNotContain("conv1", "Conv2D");
    assertThat(texts(parse(draw(DrawnGraphs.siamese(), 1)), "text"))
        .contains("siamese", "conv1", "MaxPool", "?×32×32×8")
        .doesNotContain("Conv2D");
    assertThat(texts(parse(draw(DrawnGraphs.siamese(), 2)), "text"))
        .contains("Conv2D", "kernel", "shared by 2", "3×3×3×8", "variable with several users");
  }

  @Test
  void hoveringTellsWhatIsKnown() throws Exception {
    List<String> titles = texts(parse(draw(DrawnGraphs.siamese(), 2)), "title");
    assertThat(titles)
        .anySatisfy(title ->
            assertThat(title)
                .startsWith("siamese/conv1/Conv2D\n")
                .contains("op: Conv2D", "padding: SAME", "strides: 1")
                .contains("input 0: left:0 float32(?, 64, 64, 3)")
                .contains("input 1: siamese/conv1/kernel/read:0")
                .contains("output: float32(?, 64, 64, 8)")
                .contains("made at: DrawnGraphs.java:"));
    assertThat(titles)
        .anySatisfy(title ->
            assertThat(title)
                .startsWith("siamese/conv1/kernel\n")
                .contains("864 B", "shared: by 2 ops", "read through: siamese/conv1/kernel/read"));
  }

  @Test
  void hostileNamesStayText() throws Exception {
    String svg = draw(DrawnGraphs.hostile(), 9);
    Document document = parse(svg);
    assertThat(document.getElementsByTagName("script").getLength()).isZero();
    assertThat(document.getElementsByTagName("img").getLength()).isZero();
    assertThat(texts(document, "text")).contains("a\"b'c&d", "]]>");
    assertThat(svg).contains("文字/層");
  }

  @Test
  void standsAlone() {
    String svg = draw(DrawnGraphs.residual(2, 2), 2);
    assertThat(svg.replace("xmlns=\"http://www.w3.org/2000/svg\"", ""))
        .doesNotContain("http", "href", "url(", "<script", "<style", "@import");
  }

  @Test
  void sameGraphSameBytes() {
    assertThat(draw(DrawnGraphs.random(7, 50), 2)).isEqualTo(draw(DrawnGraphs.random(7, 50), 2));
  }

  @Test
  void graphOfNothing() throws Exception {
    Graph empty = Graph.of(List.of(), Map.of());
    assertThat(parse(draw(empty, 0)).getDocumentElement().getTagName()).isEqualTo("svg");
  }

  @Test
  void rejectsNegativeDepth() {
    assertThatThrownBy(() -> draw(DrawnGraphs.siamese(), -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }
}
