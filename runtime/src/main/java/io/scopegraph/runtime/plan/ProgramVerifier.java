package io.scopegraph.runtime.plan;

import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.runtime.plan.BufferKind.Region;
import io.scopegraph.runtime.plan.Extent.Space;
import io.scopegraph.runtime.plan.PlannedStep.Range;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Checks a plan by following its steps: which value's bytes lie where after each of them. Knows
/// nothing of live ranges or alias classes, only what the graph reads and where the plan says it
/// is; every plan goes through it before it is used.
public final class ProgramVerifier {
  private static final Extent NOWHERE = Extent.dense(new Space(Region.ARENA, -1), 0, 0);

  /// Contents of memory.
  ///
  /// @param owner the value whose bytes they are, by the output of the op that made them
  private record Contents(Extent extent, Value owner) {}

  private final PlannedGraph planned;
  private final MemoryPlan plan;
  private final Map<Space, List<Contents>> memory = new HashMap<>();

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
      Extent extent = Extent.dense(space(buffer), buffer.offset(), buffer.bytes());
      if (extent.end() > size(buffer)) {
        return "%s ends beyond its region".formatted(buffer.name());
      }
      if (buffer.kind() == BufferKind.INPUT || buffer.kind().region() == Region.WEIGHTS) {
        contents(extent.space()).add(new Contents(extent, buffer.value()));
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
    clear(whole(step.workspace()), List.of());
    List<Extent> kept = partsInPlace(step);
    for (int slot = 0; slot < step.outputs().size(); slot++) {
      Value output = new Value(node.id(), slot);
      Extent extent = extent(step.outputs().get(slot), output);
      clear(extent, kept);
      contents(extent.space()).add(new Contents(extent, output));
    }
    return null;
  }

  /// Whether a value lies, as a whole and unharmed, where it is to be read.
  private @Nullable String checkRead(Value value, Range range) {
    if (spec(value).byteSize() == 0) {
      return null;
    }
    if (range.equals(Range.NONE)) {
      return "reads %s, which has no place".formatted(planned.graph().tensorName(value));
    }
    Extent extent = extent(range, value);
    return range.bytes() == spec(value).byteSize() && lies(value, extent)
        ? null
        : "reads %s at %d in %s, where it does not lie"
            .formatted(planned.graph().tensorName(value), extent.start(), name(range));
  }

  /// Whether a value lies somewhere: because a step put it there, because all its pieces do, or
  /// because what it is cut from lies around it.
  private boolean lies(Value value, Extent extent) {
    if (spec(value).byteSize() == 0) {
      return true;
    }
    Views.Root root = planned.views().root(value);
    for (Contents found : contents(extent.space())) {
      if (isSame(found.owner(), root.value())
          && extent.equals(found.extent().within(root.offset(), spec(value)))) {
        return true;
      }
    }
    Joint joint = Joint.of(planned.graph(), planned.graph().node(root.value()));
    if (joint == null) {
      return false;
    }
    return joint.gathers()
        ? piecesLie(joint, around(extent, root.value(), root.offset()))
        : root.offset() == 0 && wholeLies(joint, root.value(), extent);
  }

  private boolean piecesLie(Joint joint, Extent whole) {
    for (Joint.Part part : joint.parts()) {
      Extent place = part(joint, whole, part);
      if (place == null || !lies(part.value(), place)) {
        return false;
      }
    }
    return true;
  }

  private boolean wholeLies(Joint joint, Value value, Extent extent) {
    for (Joint.Part part : joint.parts()) {
      if (!part.value().equals(value)) {
        continue;
      }
      for (Extent whole : candidates(joint, part, extent)) {
        if (extent.equals(part(joint, whole, part)) && lies(joint.whole(), whole)) {
          return true;
        }
      }
    }
    return false;
  }

  /// Where the value may lie of which a part lies somewhere.
  private List<Extent> candidates(Joint joint, Joint.Part part, Extent extent) {
    TensorSpec whole = spec(joint.whole());
    Shape shape = whole.shape();
    long inner = shape.elementCount(joint.axis() + 1, shape.rank()) * whole.dtype().byteSize();
    long before = part.start() * inner;
    List<Extent> candidates = new ArrayList<>();
    candidates.add(Extent.of(extent.space(), extent.start() - before, extent.pitch(), whole));
    candidates.add(around(extent, joint.whole(), before));
    Value owner = planned.views().root(joint.whole()).value();
    for (Contents found : contents(extent.space())) {
      if (isSame(found.owner(), owner)) {
        candidates.add(found.extent());
      }
    }
    return candidates;
  }

  private @Nullable Extent part(Joint joint, Extent whole, Joint.Part part) {
    return whole.part(spec(joint.whole()), joint.axis(), part.start(), spec(part.value()));
  }

  /// Where a value lies of which a range of bytes lies somewhere.
  private Extent around(Extent extent, Value value, long offset) {
    long start =
        extent.rows() == 1
            ? extent.start() - offset
            : extent.start() - offset / extent.row() * extent.pitch();
    return Extent.of(extent.space(), start, extent.pitch(), spec(value));
  }

  private TensorSpec spec(Value value) {
    return planned.graph().spec(value);
  }

  private boolean isSame(Value left, Value right) {
    return left.equals(right)
        || (planned.graph().constant(left) != null
            && Objects.equals(planned.graph().constant(left), planned.graph().constant(right)));
  }

  /// The inputs that a step finds in their part of its output, and leaves there.
  private List<Extent> partsInPlace(PlannedStep step) {
    List<Extent> parts = new ArrayList<>();
    for (int input : step.kernel().inPlaceParts()) {
      Extent extent = extent(step.inputs().get(input), step.node().inputs().get(input));
      if (extent.equals(partOfOutput(step, input))) {
        parts.add(extent);
      }
    }
    return parts;
  }

  /// Where an input of a concatenation lies in the output, or null.
  private @Nullable Extent partOfOutput(PlannedStep step, int input) {
    Joint joint = Joint.of(planned.graph(), step.node());
    if (joint == null || !joint.gathers()) {
      return null;
    }
    Extent whole = extent(step.outputs().getFirst(), joint.whole());
    return part(joint, whole, joint.parts().get(input));
  }

  /// Whether what a step writes overlaps nothing that it reads or writes besides, unless the kernel
  /// works in place.
  private @Nullable String checkDisjoint(PlannedStep step) {
    List<Extent> written = new ArrayList<>();
    for (int slot = 0; slot < step.outputs().size(); slot++) {
      written.add(extent(step.outputs().get(slot), new Value(step.node().id(), slot)));
    }
    written.add(whole(step.workspace()));
    List<Extent> kept = partsInPlace(step);
    for (int first = 0; first < written.size(); first++) {
      Extent place = written.get(first);
      for (Extent second : written.subList(first + 1, written.size())) {
        if (place.overlaps(second)) {
          return "writes twice to %s".formatted(name(step, first));
        }
      }
      for (int input : step.kernel().runtimeInputs()) {
        Extent read = extent(step.inputs().get(input), step.node().inputs().get(input));
        boolean inPlace = step.kernel().inPlaceInputs().contains(input) && place.equals(read);
        if (!inPlace && !kept.contains(read) && place.overlaps(read)) {
          return "reads %s and writes %s, which overlap"
              .formatted(name(step.inputs().get(input)), name(step, first));
        }
      }
    }
    return null;
  }

  private String name(PlannedStep step, int written) {
    return name(written < step.outputs().size() ? step.outputs().get(written) : step.workspace());
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

  /// Forgets all contents of which a part is overwritten.
  private void clear(Extent extent, List<Extent> kept) {
    contents(extent.space())
        .removeIf(found ->
            found.extent().overlaps(extent)
                && kept.stream().noneMatch(part -> part.covers(found.extent())));
  }

  private List<Contents> contents(Space space) {
    return memory.computeIfAbsent(space, _ -> new ArrayList<>());
  }

  private Extent extent(Range range, Value value) {
    if (range.equals(Range.NONE)) {
      return NOWHERE;
    }
    PlannedBuffer buffer = plan.buffers().get(range.buffer());
    return Extent.of(space(buffer), buffer.offset() + range.offset(), range.pitch(), spec(value));
  }

  private Extent whole(Range range) {
    if (range.equals(Range.NONE)) {
      return NOWHERE;
    }
    PlannedBuffer buffer = plan.buffers().get(range.buffer());
    return Extent.dense(space(buffer), buffer.offset() + range.offset(), range.bytes());
  }

  private static Space space(PlannedBuffer buffer) {
    Region region = buffer.kind().region();
    return new Space(region, region == Region.WEIGHTS ? buffer.id() : -1);
  }

  private long size(PlannedBuffer buffer) {
    Region region = buffer.kind().region();
    return region == Region.WEIGHTS ? buffer.reserved() : plan.bytes(region);
  }

  private String name(Range range) {
    return range.equals(Range.NONE) ? "nothing" : plan.buffers().get(range.buffer()).name();
  }
}
