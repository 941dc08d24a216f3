package io.scopegraph.drawing.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scopegraph.drawing.DrawnGraphs;
import io.scopegraph.drawing.plan.PlanPicture.Block;
import io.scopegraph.tensor.Shape;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/// The picture of a plan.
class PlanSvgWriterTest {
  /// Coordinates are rounded to three digits.
  private static final double ROUNDED = 0.002;

  private record Rectangle(double x, double y, double width, double height) {
    static Rectangle of(Element element) {
      return new Rectangle(
          number(element, "x"),
          number(element, "y"),
          number(element, "width"),
          number(element, "height"));
    }

    boolean overlaps(Rectangle other) {
      return x + width > other.x + ROUNDED
          && other.x + other.width > x + ROUNDED
          && y + height > other.y + ROUNDED
          && other.y + other.height > y + ROUNDED;
    }
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  private static Document parse(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  private static List<Element> elements(Document document, String name, String style) {
    NodeList all = document.getElementsByTagName(name);
    List<Element> found = new ArrayList<>();
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      if (Arrays.asList(element.getAttribute("class").split(" ")).contains(style)) {
        found.add(element);
      }
    }
    return found;
  }

  private static List<Rectangle> rectangles(Document document, String style) {
    return elements(document, "rect", style).stream().map(Rectangle::of).toList();
  }

  private static List<String> texts(Document document, String element) {
    NodeList elements = document.getElementsByTagName(element);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < elements.getLength(); i++) {
      texts.add(elements.item(i).getTextContent());
    }
    return texts;
  }

  private static Rectangle plot(Document document) {
    return rectangles(document, "plot").getFirst();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 30, 300, 1000})
  void areasAreBytesTimesOps(int count) throws Exception {
    PlanPicture picture = DrawnPlans.random(count, count);
    Document document = parse(PlanSvgWriter.write(picture, "random"));
    Rectangle plot = plot(document);
    List<Rectangle> drawn = rectangles(document, "block");
    assertThat(drawn).hasSameSizeAs(picture.blocks());
    double column = plot.width() / picture.ops().size();
    double high = plot.height() / picture.arenaBytes();
    for (int i = 0; i < drawn.size(); i++) {
      Block block = picture.blocks().get(i);
      Rectangle rectangle = drawn.get(i);
      int ops = block.last() - block.first() + 1;
      assertThat(rectangle.width()).isCloseTo(ops * column, within(ROUNDED));
      assertThat(rectangle.height()).isCloseTo(block.bytes() * high, within(ROUNDED));
      assertThat(rectangle.x()).isCloseTo(plot.x() + block.first() * column, within(ROUNDED));
      assertThat(rectangle.y() + rectangle.height())
          .isCloseTo(plot.y() + plot.height() - block.offset() * high, within(2 * ROUNDED));
    }
  }

  @Test
  void noTwoRectanglesOverlap() throws Exception {
    for (PlanPicture picture : List.of(DrawnPlans.random(3, 200), real())) {
      List<Rectangle> drawn = rectangles(parse(PlanSvgWriter.write(picture, "plan")), "block");
      for (int i = 0; i < drawn.size(); i++) {
        for (int j = 0; j < i; j++) {
          assertThat(drawn.get(i).overlaps(drawn.get(j))).as("%d and %d", i, j).isFalse();
        }
      }
    }
  }

  private static PlanPicture real() {
    Shape photograph = Shape.of(1, 64, 64, 3);
    return PlanPicture.of(
        DrawnPlans.plan(DrawnGraphs.siamese(), Map.of("left", photograph, "right", photograph)));
  }

  @Test
  void marksThePeakAndTheLowerBound() throws Exception {
    PlanPicture picture =
        DrawnPlans.picture(
            List.of(
                DrawnPlans.block("a", 640, 0, 0, 1),
                DrawnPlans.block("b", 320, 640, 1, 2),
                DrawnPlans.block("c", 320, 1280, 2, 3)),
            4);
    Document document = parse(PlanSvgWriter.write(picture, "plan"));
    Rectangle plot = plot(document);
    Rectangle peak = rectangles(document, "peak").getFirst();
    assertThat(peak.x()).isCloseTo(plot.x() + plot.width() / 4, within(ROUNDED));
    assertThat(peak.width()).isCloseTo(plot.width() / 4, within(ROUNDED));
    String bound = elements(document, "path", "bound").getFirst().getAttribute("d");
    double y = Double.parseDouble(bound.replaceAll("M.*,(.*) h.*", "$1"));
    assertThat(y).isCloseTo(plot.y() + plot.height() * (1 - 960.0 / 1600), within(ROUNDED));
    assertThat(texts(document, "text"))
        .contains("peak: op 1, scope/op_1", "lower bound", "960 B", "arena", "1.56 KiB");
  }

  @Test
  void saysThatNoArenaIsSmaller() throws Exception {
    PlanPicture picture = DrawnPlans.picture(List.of(DrawnPlans.block("a", 640, 0, 0, 0)), 1);
    assertThat(texts(parse(PlanSvgWriter.write(picture, "plan")), "text"))
        .contains("arena = lower bound")
        .anyMatch(text -> text.contains("arena 640 B, equals the lower bound"));
  }

  @Test
  void hoveringTellsWhatIsKnown() throws Exception {
    assertThat(texts(parse(PlanSvgWriter.write(DrawnPlans.random(5, 40), "plan")), "title"))
        .anySatisfy(title ->
            assertThat(title)
                .startsWith("block_0/layer_0/Conv2D:0\n")
                .contains("B used", "offset 0 to ", "op 0 scope/op_0"))
        .anySatisfy(title -> assertThat(title).startsWith("op 7 scope/op_7\nConv2D, direct\n"));
  }

  @Test
  void explainsTheColoursThatOccur() throws Exception {
    Document document = parse(PlanSvgWriter.write(DrawnPlans.random(5, 40), "plan"));
    assertThat(texts(document, "text")).contains("workspace of an op", "convolution");
    String style = texts(document, "style").getFirst();
    assertThat(style).contains("prefers-color-scheme: dark");
    for (Element rectangle : elements(document, "rect", "block")) {
      String paint = rectangle.getAttribute("class").replace("block ", "");
      assertThat(style.split("\\." + paint + " \\{", -1)).hasSize(3);
    }
  }

  @Test
  void hostileNamesStayText() throws Exception {
    String name = "<script>alert(1)</script>/\"a'&\u0000\ud800b]]>";
    PlanPicture picture = DrawnPlans.picture(List.of(DrawnPlans.block(name, 6400, 0, 0, 9)), 10);
    Document document = parse(PlanSvgWriter.write(picture, "</title><script>" + name));
    assertThat(document.getElementsByTagName("script").getLength()).isZero();
    assertThat(texts(document, "text")).anyMatch(text -> text.contains("\"a'&\ufffd\ufffdb]]>"));
  }

  @Test
  void standsAlone() {
    String svg = PlanSvgWriter.write(DrawnPlans.random(5, 40), "plan");
    assertThat(svg.replace("xmlns=\"http://www.w3.org/2000/svg\"", ""))
        .doesNotContain("http", "href", "url(", "<script", "@import");
    assertThat(PlanSvgWriter.write(DrawnPlans.random(5, 40), "plan")).isEqualTo(svg);
  }

  @Test
  void emptyArena() throws Exception {
    PlanPicture picture = DrawnPlans.picture(List.of(), 3);
    Document document = parse(PlanSvgWriter.write(picture, "plan"));
    assertThat(texts(document, "text")).anyMatch(text -> text.contains("the arena is empty"));
    assertThat(rectangles(document, "block")).isEmpty();
  }
}
