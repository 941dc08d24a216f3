package io.scopegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pictures of a plan.
class PlanPictureTest {
  private static final String SHAPE = "x=2,3,48,192";

  @TempDir private Path folder = Path.of("");
  private Path model = Path.of("");

  @BeforeEach
  void copyModel() throws IOException {
    model = Fixtures.classifier(folder);
  }

  @Test
  void writesBothFilesBesideThePlan() {
    Path svg = folder.resolve("plan.svg");
    Path html = folder.resolve("plan.html");
    Outcome outcome =
        Outcome.of("plan", model, "--shape", SHAPE, "--svg", svg, "--html", html, "--json")
            .succeeds();
    JsonNode plan = outcome.json();
    assertThat(outcome.err()).contains("wrote " + svg, "wrote " + html);
    String arena = "(" + plan.path("arenaBytes").asLong() + " B)";
    assertThat(svg).content().startsWith("<svg ").contains(arena, "classifier.onnx");
    assertThat(html).content().startsWith("<!DOCTYPE html>").contains(arena, "classifier.onnx");
    for (JsonNode name : plan.path("peakBuffers")) {
      assertThat(svg).content().contains("<title>" + name.asText());
      assertThat(html).content().contains("\"name\":\"" + name.asText() + "\"");
    }
  }

  @Test
  void printsTheChartBeforeThePlan() {
    String plan = Outcome.of("plan", model, "--shape", SHAPE).succeeds().out();
    String both = Outcome.of("plan", model, "--shape", SHAPE, "--chart").succeeds().out();
    assertThat(both).endsWith(plan);
    assertThat(both.substring(0, both.length() - plan.length()))
        .contains("peak (^): op ", " without reuse", "at the peak");
  }

  @Test
  void fileThatCannotBeWritten() {
    Path missing = folder.resolve("missing").resolve("plan.svg");
    Outcome.of("plan", model, "--shape", SHAPE, "--svg", missing)
        .failsWith(5, missing, "no folder");
  }
}
