package io.scopegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The time line of a run, by the rules of the Trace Event Format.
class RunTraceTest {
  private static final String SHAPE = "x=2,3,48,192";

  @TempDir private Path folder = Path.of("");
  private Path model = Path.of("");

  @BeforeEach
  void copyModel() throws IOException {
    model = Fixtures.classifier(folder);
  }

  private List<JsonNode> events(String phase, int runs) throws IOException {
    Path file = folder.resolve("trace.json");
    Outcome.of("run", model, "--shape", SHAPE, "--trace", file, "--trace-runs", runs).succeeds();
    List<JsonNode> events = new ArrayList<>();
    for (JsonNode event : new ObjectMapper().readTree(file.toFile()).path("traceEvents")) {
      assertThat(event.path("name").isTextual()).isTrue();
      assertThat(event.path("pid").isInt()).isTrue();
      if (event.path("ph").asText().equals(phase)) {
        events.add(event);
      }
    }
    return events;
  }

  private static double end(JsonNode span) {
    return span.path("ts").asDouble() + span.path("dur").asDouble();
  }

  @Test
  void spansAreNestedAndInOrder() throws IOException {
    List<JsonNode> spans = events("X", 3);
    JsonNode run = spans.getFirst();
    JsonNode before = null;
    int runs = 0;
    for (JsonNode span : spans) {
      assertThat(span.path("dur").asDouble()).isNotNegative();
      if (span.path("cat").asText().equals("run")) {
        assertThat(span.path("ts").asDouble()).isGreaterThanOrEqualTo(runs == 0 ? 0 : end(run));
        run = span;
        before = null;
        runs++;
        continue;
      }
      double earliest = before == null ? run.path("ts").asDouble() : end(before);
      assertThat(span.path("ts").asDouble()).isGreaterThanOrEqualTo(earliest - 1e-3);
      assertThat(end(span)).isLessThanOrEqualTo(end(run) + 1e-3);
      before = span;
    }
    assertThat(runs).isEqualTo(4);
  }

  @Test
  void counterReachesTheLowerBoundAndTheWeightsAreThoseOfTheReport() throws IOException {
    JsonNode plan = Outcome.of("plan", model, "--shape", SHAPE, "--json").succeeds().json();
    JsonNode run =
        Outcome.of("run", model, "--shape", SHAPE, "--memory", "--json").succeeds().json();
    long most = 0;
    long weights = 0;
    for (JsonNode counter : events("C", 1)) {
      long bytes = counter.path("args").path("bytes").asLong();
      String name = counter.path("name").asText();
      most = name.equals("arena, alive") ? Math.max(most, bytes) : most;
      weights = name.equals("weights") ? bytes : weights;
    }
    assertThat(most).isEqualTo(plan.path("lowerBoundBytes").asLong());
    assertThat(weights).isEqualTo(run.path("memory").path("weightBytes").asLong());
  }

  @Test
  void rejectsATooLongTrace() {
    Outcome.of("run", model, "--shape", SHAPE, "--trace-runs", "10001")
        .failsWith(2, "--trace-runs");
  }
}
