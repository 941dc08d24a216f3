package io.scopegraph.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scopegraph.benchmarks.measure.Spread;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ReportTest {
  private static final Circumstances HERE =
      Circumstances.here(Map.of("scopegraph", "1", "other", "2"), Map.of("rounds", "3"));

  private static final Section SECTION =
      Section.builder(
              "layers",
              "Layers <of> networks & more",
              Column.text("case", "case"),
              Column.number("threads", "threads", 0),
              Column.number("ours_ms", "ours, ms", 2),
              Column.number("speed", "speed", 2))
          .row(
              Map.of(
                  "case",
                  "fast & good",
                  "threads",
                  1,
                  "ours_ms",
                  1.25,
                  "speed",
                  new Spread(2, 1, 4)))
          .row(Map.of("case", "slow", "threads", 2, "ours_ms", 12.5))
          .bar(new Bar("fast & good", new Spread(2, 1, 4)))
          .bar(new Bar("slow", new Spread(0.5, 0.4, 0.6)))
          .summary("geomean", 1)
          .note("one was refused")
          .build();

  @Test
  void tableHasItsColumnsAlignedAndSaysWhatIsMissing() {
    assertThat(TextTable.write(SECTION))
        .isEqualTo(
            """
            Layers <of> networks & more
            case         threads  ours, ms                speed
            fast & good        1      1.25  2.00 (1.00 to 4.00)
            slow               2     12.50                    -
            geomean: 1.000
            one was refused
            """);
  }

  @Test
  void jsonHoldsEverything() throws Exception {
    JsonNode report = new ObjectMapper().readTree(JsonReport.write(HERE, List.of(SECTION)));
    assertThat(report.path("cores").asInt()).isPositive();
    assertThat(report.path("engines").path("other").asText()).isEqualTo("2");
    assertThat(report.path("jvm").asText()).contains(Runtime.version().toString());
    JsonNode group = report.path("groups").path("layers");
    assertThat(group.path("rows")).hasSize(2);
    assertThat(group.path("rows").path(0).path("speed").path("greatest").asDouble()).isEqualTo(4);
    assertThat(group.path("rows").path(1).has("speed")).isFalse();
    assertThat(group.path("summary").path("geomean").asDouble()).isEqualTo(1);
    assertThat(group.path("notes").path(0).asText()).isEqualTo("one was refused");
  }

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void chartDrawsFasterToTheRightOfOneAndSlowerToTheLeft() throws Exception {
    NodeList rectangles =
        parse(BarChart.write(HERE, List.of(SECTION))).getElementsByTagName("rect");
    assertThat(rectangles.getLength()).isEqualTo(3);
    Element faster = (Element) rectangles.item(1);
    Element slower = (Element) rectangles.item(2);
    assertThat(faster.getAttribute("class")).isEqualTo("faster");
    assertThat(slower.getAttribute("class")).isEqualTo("slower");
    double one = number(faster, "x");
    assertThat(number(slower, "x") + number(slower, "width")).isCloseTo(one, within(0.2));
    assertThat(number(slower, "width")).isCloseTo(number(faster, "width"), within(0.2));
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  @Test
  void chartOfNothingIsWellFormed() throws Exception {
    Section empty = Section.builder("none", "None", Column.text("case", "case")).build();
    assertThat(parse(BarChart.write(HERE, List.of(empty))).getDocumentElement().getTagName())
        .isEqualTo("svg");
    assertThat(TextTable.write(empty)).isEqualTo("None\ncase\n");
  }
}
