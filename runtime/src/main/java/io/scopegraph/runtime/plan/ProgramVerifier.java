package io.scopegraph.runtime.plan;

import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.runtime.plan.BufferKind.Region;
import io.scopegraph.runtime.plan.PlannedStep.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Checks a plan by following its steps: which value's bytes lie where after each of them. Knows
/// nothing of live ranges or alias classes, only what the graph reads and where the plan says it
/// is; every plan goes through it before it is used.
public final class ProgramVerifier {
  /// One address space: the arena, the inputs, the outputs, or one weight.
  private record Space(Region region, int weight) {}

  /// Contents of an address range.
  ///
  /// @param owner the value whose bytes they are, by the output of the op that made them
  private record Contents(long end, Value owner) {}

  private record Place(Space space, long start, long end) {
    boolean overlaps(Place other) {
      return space.equals(other.space) && Math.max(start, other.start) < Math.min(end, other.end);
    }
  }

  private static final Place NOWHERE = new Place(new Space(Region.ARENA, -1), 0, 0);

  private final PlannedGraph planned;
  private final MemoryPlan plan;
  private final Map<Space, TreeMap<Long, Contents>> memory = new HashMap<>();

  private ProgramVerifier(PlannedGraph planned, MemoryPlan plan) {
    this.planned = planned;
    this.plan = plan;
  }

  /// Requires a plan to keep every value until it is read for the last time.
  ///
  /// @throws IllegalStateException if it does not: a defect of the planner
  public static void verify(PlannedGraph planned, MemoryPlan plan) {
    violation(planned, plan)
        .ifPresent(reason -> {
          throw new IllegalStateException("The memory plan is wrong: " + reason);
        });
  }

  /// What is wrong with a plan; empty if nothing is.
  public static Optional<String> violation(PlannedGraph planned, MemoryPlan plan) {
    return Optional.ofNullable(new ProgramVerifier(planned, plan).follow());
  }

  private @Nullable String follow() {
    for (PlannedBuffer buffer : plan.buffers()) {
      Place place = place(new Range(buffer.id(), 0, buffer.bytes(), 0));
      if (place.end() > size(buffer)) {
        return "%s ends beyond its region".formatted(buffer.name());
      }
      if (buffer.kind() == BufferKind.INPUT || buffer.kind().region() == Region.WEIGHTS) {
        write(place, buffer.value());
      }
    }
    for (int step = 0; step < plan.steps().size(); step++) {
      String reason = follow(plan.steps().get(step));
      if (reason != null) {
        return "op %d \"%s\": %s".formatted(step, plan.opName(step), reason);
      }
    }
    for (Map.Entry<String, Value> output : planned.graph().outputs().entrySet()) {
      String reason = checkOutput(output.getKey(), output.getValue());
      if (reason != null) {
        return reason;
      }
    }
    return null;
  }

  private @Nullable String follow(PlannedStep step) {
    Node node = step.node();
    for (int input : step.kernel().runtimeInputs()) {
      String reason = checkRead(node.inputs().get(input), step.inputs().get(input));
      if (reason != null) {
        return reason;
      }
    }
    for (Range packed : step.packed()) {
      if (plan.buffers().get(packed.buffer()).kind() != BufferKind.PACKED) {
        return "reads a packed weight in " + name(packed);
      }
    }
    String reason = checkDisjoint(step);
    if (reason != null) {
      return reason;
    }
    Place scratch = place(step.workspace());
    if (scratch.start() < scratch.end()) {
      clear(scratch);
    }
    for (int slot = 0; slot < step.outputs().size(); slot++) {
      write(place(step.outputs().get(slot)), new Value(node.id(), slot));
    }
    return null;
  }

  /// Whether a value lies, as a whole and unharmed, where it is to be read.
  private @Nullable String checkRead(Value value, Range range) {
    if (planned.graph().spec(value).byteSize() == 0) {
      return null;
    }
    if (range.equals(Range.NONE)) {
      return "reads %s, which has no place".formatted(planned.graph().tensorName(value));
    }
    Place place = place(range);
    Views.Root root = planned.views().root(value);
    Contents contents = contents(place.space()).get(place.start() - root.offset());
    if (range.bytes() != planned.graph().spec(value).byteSize()
        || contents == null
        || contents.end() < place.end()
        || !isSame(contents.owner(), root.value())) {
      return "reads %s at %d in %s, where it does not lie"
          .formatted(planned.graph().tensorName(value), place.start(), name(range));
    }
    return null;
  }

  private boolean isSame(Value left, Value right) {
    return left.equals(right)
        || (planned.graph().constant(left) != null
            && Objects.equals(planned.graph().constant(left), planned.graph().constant(right)));
  }

  /// Whether what a step writes overlaps nothing that it reads or writes besides, unless the kernel
  /// works in place.
  private @Nullable String checkDisjoint(PlannedStep step) {
    List<Range> written = new ArrayList<>(step.outputs());
    if (!step.workspace().equals(Range.NONE)) {
      written.add(step.workspace());
    }
    for (int first = 0; first < written.size(); first++) {
      Place place = place(written.get(first));
      for (Range second : written.subList(first + 1, written.size())) {
        if (place.overlaps(place(second))) {
          return "writes %s and %s, which overlap"
              .formatted(name(written.get(first)), name(second));
        }
      }
      boolean isOutput = first < step.outputs().size();
      for (int input : step.kernel().runtimeInputs()) {
        Range read = step.inputs().get(input);
        boolean inPlace =
            isOutput && step.kernel().inPlaceInputs().contains(input) && place.equals(place(read));
        if (!inPlace && place.overlaps(place(read))) {
          return "reads %s and writes %s, which overlap"
              .formatted(name(read), name(written.get(first)));
        }
      }
    }
    return null;
  }

  private @Nullable String checkOutput(String name, Value value) {
    for (PlannedBuffer buffer : plan.buffers()) {
      if (buffer.kind() == BufferKind.OUTPUT && buffer.name().equals(name)) {
        String reason = checkRead(value, new Range(buffer.id(), 0, buffer.bytes(), 0));
        return reason == null ? null : "at the end, output \"%s\": %s".formatted(name, reason);
      }
    }
    return "output \"%s\" has no buffer".formatted(name);
  }

  private void write(Place place, Value owner) {
    if (place.start() < place.end()) {
      clear(place);
      contents(place.space()).put(place.start(), new Contents(place.end(), owner));
    }
  }

  /// Forgets all contents of which a part is overwritten.
  private void clear(Place place) {
    NavigableMap<Long, Contents> contents = contents(place.space());
    Map.Entry<Long, Contents> entry = contents.lowerEntry(place.end());
    while (entry != null && entry.getValue().end() > place.start()) {
      contents.remove(entry.getKey());
      entry = contents.lowerEntry(place.end());
    }
  }

  private NavigableMap<Long, Contents> contents(Space space) {
    return memory.computeIfAbsent(space, _ -> new TreeMap<>());
  }

  private Place place(Range range) {
    if (range.equals(Range.NONE)) {
      return NOWHERE;
    }
    PlannedBuffer buffer = plan.buffers().get(range.buffer());
    Region region = buffer.kind().region();
    Space space = new Space(region, region == Region.WEIGHTS ? buffer.id() : -1);
    long start = buffer.offset() + range.offset();
    return new Place(space, start, start + range.bytes());
  }

  private long size(PlannedBuffer buffer) {
    Region region = buffer.kind().region();
    return region == Region.WEIGHTS ? buffer.reserved() : plan.bytes(region);
  }

  private String name(Range range) {
    return range.equals(Range.NONE) ? "nothing" : plan.buffers().get(range.buffer()).name();
  }
}
