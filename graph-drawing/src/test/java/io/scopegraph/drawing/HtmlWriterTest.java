package io.scopegraph.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.drawing.internal.JsonForm;
import io.scopegraph.graph.Graph;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The page whose scopes open and close.
class HtmlWriterTest {
  private static final Pattern DATA =
      Pattern.compile(
          "<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL);

  private static String page(Graph graph, String title) {
    return HtmlWriter.write(GraphPicture.of(graph), title, 1);
  }

  private static String data(String page) {
    Matcher matcher = DATA.matcher(page);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  @Test
  void holdsEachNodeAndScopeOnce() {
    GraphPicture picture = GraphPicture.of(DrawnGraphs.residual(3, 4));
    String data = data(HtmlWriter.write(picture, "residual", 1));
    for (PictureNode node : picture.nodes()) {
      long expected =
          picture.nodes().stream().filter(other -> other.name().equals(node.name())).count();
      String entry = ",\"name\":\"" + node.name() + "\",\"kind\"";
      assertThat(data.split(Pattern.quote(entry), -1)).hasSize((int) expected + 1);
    }
    for (Scope scope : picture.scopes()) {
      String entry = ",\"name\":\"" + scope.path() + "\",\"title\"";
      assertThat(data.split(Pattern.quote(entry), -1)).hasSize(2);
    }
    assertThat(data.split("\"tensor\":", -1)).hasSize(picture.links().size() + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https?:", "src\\s*=", "href\\s*=", "@import", "url\\(", "//\\w+\\."})
  void needsNoNetwork(String reference) {
    String page = page(DrawnGraphs.siamese(), "siamese");
    assertThat(Pattern.compile(reference).matcher(page).find()).isFalse();
    assertThat(page).contains("default-src 'none'");
  }

  @Test
  void hostileNamesStayData() {
    String page = page(DrawnGraphs.hostile(), "</title><script>alert(2)</script>");
    assertThat(page).doesNotContain("<script>alert", "<img", "</title><script>");
    assertThat(page.split("<script", -1)).hasSize(3);
    assertThat(page.split("</script>", -1)).hasSize(3);
    assertThat(page).contains("&lt;/title&gt;&lt;script&gt;alert(2)");
    String data = data(page);
    assertThat(data).doesNotContain("<", ">", "&", "\u2028", "\u0000", "\ud800");
    assertThat(data)
        .contains("\"name\":\"\\u003cscript\\u003ealert(1)\\u003c/script\\u003e\"")
        .contains("\"name\":\"a\\u0022b'c\\u0026d\"")
        .contains("\"name\":\"back\\u005cslash\\u005cn\"")
        .contains("\"name\":\"@data@\"");
  }

  @Test
  void dataIsJson() {
    String json = data(page(DrawnGraphs.hostile(), "hostile"));
    assertThat(JsonForm.check(json)).isEqualTo(json.length());
  }

  @Test
  void beginsWithTheScopesOfTheDepth() {
    GraphPicture picture = GraphPicture.of(DrawnGraphs.siamese());
    assertThat(data(HtmlWriter.write(picture, "s", 0))).startsWith("{\"open\":[0],");
    assertThat(data(HtmlWriter.write(picture, "s", 1))).startsWith("{\"open\":[0,1,4],");
  }

  @Test
  void sameGraphSameBytes() {
    assertThat(page(DrawnGraphs.random(7, 50), "r"))
        .isEqualTo(page(DrawnGraphs.random(7, 50), "r"));
  }
}
