package io.scopegraph.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.management.ThreadMXBean;
import io.scopegraph.runtime.reference.ReferenceDevice;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a flight recording holds of weights.
class WeightEventsTest {
  @TempDir private Path folder;

  private final ReferenceDevice device = new ReferenceDevice(true);

  private List<RecordedEvent> record(Runnable program, String... enabled) throws IOException {
    Path file = folder.resolve("recording.jfr");
    try (Recording recording = new Recording()) {
      for (String event : enabled) {
        recording.enable("io.scopegraph." + event).withoutStackTrace();
      }
      recording.start();
      program.run();
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().startsWith("io.scopegraph."))
        .filter(event -> List.of(enabled).contains(name(event)))
        .toList();
  }

  private static String name(RecordedEvent event) {
    return event.getEventType().getName().substring("io.scopegraph.".length());
  }

  private static Tensor row(float value) {
    return Tensor.ofFloats(Shape.of(1, 2), value, value);
  }

  private static Tensor square(float value) {
    return Tensor.ofFloats(Shape.of(2, 2), value, value, value, value);
  }

  @Test
  void allocationsAndFrees() throws IOException {
    List<RecordedEvent> events =
        record(
            () -> {
              try (VariableStore store = VariableStore.on(device);
                  Session session = open(store)) {
                session.run(Map.of("x", row(1)));
                session.run(Map.of("x", row(2)));
              }
            },
            "WeightAllocation",
            "WeightFree");
    assertThat(events)
        .extracting(
            WeightEventsTest::name,
            event -> event.getString("weight"),
            event -> event.getString("kind"),
            event -> event.getLong("bytes"),
            event -> event.getString("device"))
        .containsExactly(
            tuple("WeightAllocation", "w", "variable", 64L, "reference"),
            tuple("WeightAllocation", "w [transposed]", "packed", 64L, "reference"),
            tuple("WeightFree", "w", "variable", 64L, "reference"),
            tuple("WeightFree", "w [transposed]", "packed", 64L, "reference"));
  }

  @Test
  void snapshotsOnDemandAndSwaps() throws IOException {
    List<RecordedEvent> events =
        record(
            () -> {
              try (VariableStore store = VariableStore.on(device);
                  Session first = open(store);
                  Session second = open(store)) {
                first.run(Map.of("x", row(1)));
                second.run(Map.of("x", row(1)));
                store.swap(Map.of("w", square(3)), SwapOptions.DEFAULT);
                store.recordSnapshot();
              }
            },
            "WeightSnapshot",
            "WeightSwap");
    RecordedEvent swap = events.getFirst();
    assertThat(name(swap)).isEqualTo("WeightSwap");
    assertThat(swap.getInt("replaced")).isEqualTo(1);
    assertThat(swap.getLong("peakBytes")).isEqualTo(192);
    assertThat(swap.getDuration("pause")).isPositive();
    assertThat(events.subList(1, 3))
        .extracting(
            event -> event.getString("weight"),
            event -> event.getLong("savedBytes"),
            event -> event.getString("sessions"),
            event -> event.getInt("readers"))
        .containsExactly(
            tuple("w", 64L, "session, session-2", 2),
            tuple("w [transposed]", 64L, "session, session-2", 2));
  }

  @Test
  void snapshotsAreTakenWhenARecordingAsksForThem() throws IOException {
    try (VariableStore store = VariableStore.on(device)) {
      store.assign("w", square(1));
      Path file = folder.resolve("chunk.jfr");
      try (Recording recording = new Recording()) {
        recording.enable("io.scopegraph.WeightSnapshot").with("period", "endChunk");
        recording.start();
        recording.stop();
        recording.dump(file);
      }
      assertThat(RecordingFile.readAllEvents(file))
          .filteredOn(event -> name(event).equals("WeightSnapshot"))
          .isNotEmpty()
          .allMatch(event -> event.getString("weight").equals("w"));
    }
  }

  @Test
  void nothingIsAllocatedWithoutARecording() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().threadId();
    int calls = 100_000;
    try (VariableStore store = VariableStore.on(device)) {
      store.assign("w", square(1));
      store.recordSnapshot();
      long before = threads.getThreadAllocatedBytes(thread);
      for (int i = 0; i < calls; i++) {
        store.recordSnapshot();
      }
      // The measuring itself allocates now and then; an event for each call would be 16 B or more.
      assertThat(threads.getThreadAllocatedBytes(thread) - before).isLessThan(calls);
    }
  }

  private static Session open(VariableStore store) {
    return Session.open(Networks.variableWeight(1), SessionOptions.builder().store(store).build());
  }
}
