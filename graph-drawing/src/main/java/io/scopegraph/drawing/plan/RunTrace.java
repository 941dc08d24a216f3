package io.scopegraph.drawing.plan;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.drawing.internal.JsonText;
import io.scopegraph.drawing.plan.PlanPicture.Op;
import io.scopegraph.runtime.OpTiming;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.runtime.plan.PlannedStep;
import io.scopegraph.runtime.plan.PlannedStep.Range;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Runs of one plan on a time line, as a file in the Trace Event Format, which Perfetto and
/// `chrome://tracing` show: a span for each run and in it one for each op, above counters of the
/// bytes that are alive in the arena and of the weights.
///
/// A device tells how long each op takes, not when it begins; the ops of a run are laid end to end
/// so that the last one ends with the run. What is before the first is planning, binding and the
/// copying of inputs.
public final class RunTrace {
  private static final int PROCESS = 1;
  private static final int RUNS = 1;

  private final MemoryPlan plan;
  private final List<Op> ops;
  private final String title;
  private final long weightBytes;
  private final List<Map<String, Object>> events = new ArrayList<>();
  private long origin;
  private long last;
  private int runs;

  /// A time line without runs.
  ///
  /// @param title what runs
  /// @param weightBytes what the weights take on the device
  public RunTrace(MemoryPlan plan, String title, long weightBytes) {
    this.plan = plan;
    this.ops = PlanPicture.of(plan).ops();
    this.title = title;
    this.weightBytes = weightBytes;
  }

  /// Adds a run, which begins after the end of the one before.
  ///
  /// @param name for people: `run 3`
  /// @param start when it began, by `System.nanoTime`
  /// @param end when it ended
  /// @param timings how long each op took in this run alone, in the order of the plan; empty, or
  ///   all zero, if that is not known
  /// @throws IllegalArgumentException if the times or the timings are not those of a run of the
  ///   plan
  public void add(String name, long start, long end, List<OpTiming> timings) {
    if (end < start || (runs > 0 && start < last)) {
      throw new IllegalArgumentException(
          "\"%s\" is from %d ns to %d ns, after a run that ended at %d ns"
              .formatted(name, start, end, last));
    }
    if (!timings.isEmpty() && timings.size() != ops.size()) {
      throw new IllegalArgumentException(
          "\"%s\": the plan has %d ops, found %d timings"
              .formatted(name, ops.size(), timings.size()));
    }
    origin = runs == 0 ? start : origin;
    long busy = timings.stream().mapToLong(OpTiming::nanos).sum();
    if (busy > end - start) {
      throw new IllegalArgumentException(
          "\"%s\": the ops take %d ns, the run %d ns".formatted(name, busy, end - start));
    }
    counter("weights", start, weightBytes);
    counter("arena, reserved", start, plan.arenaBytes());
    span(name, "run", start, end - start, runArguments());
    if (busy > 0) {
      addOps(timings, end - busy);
    }
    counter("arena, alive", end, 0);
    last = end;
    runs++;
  }

  private ImmutableMap<String, Object> runArguments() {
    return ImmutableMap.of(
        "arena bytes", plan.arenaBytes(),
        "bytes in all", plan.totalBytes(),
        "ops", ops.size());
  }

  private void addOps(List<OpTiming> timings, long first) {
    long now = first;
    for (int index = 0; index < timings.size(); index++) {
      OpTiming timing = timings.get(index);
      counter("arena, alive", now, ops.get(index).liveBytes());
      span(timing.node(), "op", now, timing.nanos(), opArguments(index, timing));
      now += timing.nanos();
    }
  }

  private Map<String, Object> opArguments(int index, OpTiming timing) {
    PlannedStep step = plan.steps().get(index);
    return ImmutableMap.<String, Object>builder()
        .put("op", index)
        .put("type", timing.type())
        .put("algorithm", timing.algorithm())
        .put("scope", ops.get(index).scope())
        .put("bytes read", bytes(step.inputs()) + bytes(step.packed()))
        .put("bytes written", bytes(step.outputs()))
        .put("workspace bytes", bytes(List.of(step.workspace())))
        .put("bytes alive", ops.get(index).liveBytes())
        .buildOrThrow();
  }

  private static long bytes(List<Range> ranges) {
    return ranges.stream().mapToLong(Range::bytes).sum();
  }

  private void span(
      String name, String category, long start, long nanos, Map<String, Object> arguments) {
    events.add(
        ImmutableMap.<String, Object>builder()
            .put("name", name)
            .put("cat", category)
            .put("ph", "X")
            .put("ts", microseconds(start - origin))
            .put("dur", microseconds(nanos))
            .put("pid", PROCESS)
            .put("tid", RUNS)
            .put("args", arguments)
            .buildOrThrow());
  }

  private void counter(String name, long time, long bytes) {
    events.add(
        ImmutableMap.<String, Object>builder()
            .put("name", name)
            .put("ph", "C")
            .put("ts", microseconds(time - origin))
            .put("pid", PROCESS)
            .put("args", Map.of("bytes", bytes))
            .buildOrThrow());
  }

  private static Map<String, Object> named(String what, String name) {
    return ImmutableMap.of(
        "name", what, "ph", "M", "pid", PROCESS, "tid", RUNS, "args", Map.of("name", name));
  }

  private static BigDecimal microseconds(long nanos) {
    return BigDecimal.valueOf(nanos, 3);
  }

  /// The file, one event a line.
  public String write() {
    List<Map<String, Object>> all = new ArrayList<>();
    all.add(named("process_name", title + " on " + plan.device()));
    all.add(named("thread_name", "runs"));
    all.addAll(events);
    return JsonText.of(
        ImmutableMap.of(
            "displayTimeUnit",
            "ms",
            "otherData",
            Map.of("writer", "scopegraph", "title", title),
            "traceEvents",
            all));
  }
}
