package io.scopegraph.drawing.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scopegraph.drawing.DrawnGraphs;
import io.scopegraph.drawing.internal.JsonForm;
import io.scopegraph.runtime.OpTiming;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.runtime.plan.PlannedStep;
import io.scopegraph.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Runs on a time line.
class RunTraceTest {
  private final MemoryPlan plan =
      DrawnPlans.plan(
          DrawnGraphs.siamese(),
          Map.of("left", Shape.of(1, 64, 64, 3), "right", Shape.of(1, 64, 64, 3)));
  private final RunTrace trace = new RunTrace(plan, "towers", 4321);

  private List<OpTiming> timings(long nanos) {
    List<OpTiming> timings = new ArrayList<>();
    for (PlannedStep step : plan.steps()) {
      timings.add(
          new OpTiming(
              step.node().name(), step.node().op().type(), step.kernel().algorithm(), nanos));
    }
    return timings;
  }

  private static List<String> lines(String json, String phase) {
    return json.lines().filter(line -> line.contains("\"ph\":\"" + phase + "\"")).toList();
  }

  @Test
  void opsEndWithTheirRun() {
    int ops = plan.steps().size();
    trace.add("cold", 5_000_000, 5_100_000, List.of());
    trace.add("run 1", 5_200_000, 5_200_500 + ops * 1_250L, timings(1_250));
    String json = trace.write();
    assertThat(JsonForm.check(json)).isEqualTo(json.length());
    List<String> spans = lines(json, "X");
    assertThat(spans).hasSize(ops + 2);
    assertThat(spans.get(0)).contains("\"name\":\"cold\"", "\"ts\":0.000,\"dur\":100.000");
    assertThat(spans.get(1)).contains("\"name\":\"run 1\"", "\"ts\":200.000");
    assertThat(spans.get(2))
        .contains("\"ts\":200.500,\"dur\":1.250", "\"op\":0,")
        .contains("\"name\":\"" + plan.opName(0) + "\"");
    assertThat(spans.getLast()).contains("\"op\":" + (ops - 1) + ",");
  }

  @Test
  void countsTheBytesThatAreAlive() {
    trace.add("run", 0, 1_000_000, timings(10));
    List<String> counters =
        lines(trace.write(), "C").stream().filter(line -> line.contains("alive")).toList();
    assertThat(counters).hasSize(plan.steps().size() + 1);
    assertThat(counters.get(plan.peakOp())).contains("{\"bytes\":" + plan.lowerBound() + "}");
    assertThat(counters.getLast()).contains("\"ts\":1000.000", "{\"bytes\":0}");
    assertThat(lines(trace.write(), "C"))
        .anyMatch(line -> line.contains("\"weights\"") && line.contains("{\"bytes\":4321}"));
  }

  @Test
  void tellsWhatAnOpReadsAndWrites() {
    trace.add("run", 0, 1_000_000, timings(10));
    PlannedStep step = plan.steps().getFirst();
    long written = step.outputs().stream().mapToLong(PlannedStep.Range::bytes).sum();
    assertThat(lines(trace.write(), "X").get(1))
        .contains("\"type\":\"" + step.node().op().type() + "\"")
        .contains("\"scope\":\"" + step.node().scopePath() + "\"")
        .contains("\"bytes written\":" + written);
  }

  @Test
  void deviceThatCannotTimeItsOps() {
    trace.add("run", 0, 1_000_000, timings(0));
    assertThat(lines(trace.write(), "X")).hasSize(1);
  }

  @Test
  void rejectsWhatIsNoRunOfThePlan() {
    trace.add("run", 1000, 2000, List.of());
    assertThatThrownBy(() -> trace.add("early", 1999, 3000, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("after a run that ended at 2000 ns");
    assertThatThrownBy(() -> trace.add("short", 3000, 3001, timings(10)))
        .hasMessageContaining("the run 1 ns");
    assertThatThrownBy(() -> trace.add("other", 3000, 4000, timings(10).subList(1, 3)))
        .hasMessageContaining("found 2 timings");
  }
}
