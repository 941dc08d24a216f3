package io.scopegraph.runtime.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.runtime.plan.AliasClasses.Position;
import io.scopegraph.runtime.spi.Kernel;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Decides which values share a buffer beyond views: pieces are made where they are to be
/// concatenated, slices are read where they are cut from, results overwrite inputs.
///
/// A part is put in its place if all kernels that touch it can work there, and if that does not
/// raise the peak, the most bytes that are needed at one time. A whole is reserved from its first
/// part on, so it may: by a sixteenth of what results in place alone would need, if nothing of a
/// concatenation has to be copied then and the fewest copies are wanted.
final class AliasPlanner {
  private static final int ALLOWANCE = 16;

  /// @param classes which values share a buffer
  /// @param steps what has to run, in order
  /// @param liveness of the classes over the steps
  record Decision(AliasClasses classes, ImmutableList<Node> steps, Liveness liveness) {}

  /// A step that reads a value, or writes it if `input` is -1.
  private record Access(Node node, Value value, int input) {}

  private final PlannedGraph planned;
  private final ImmutableList<Node> steps;
  private final Map<Integer, Kernel> kernels;
  private final MemoryPlanner.Options options;
  private final ImmutableListMultimap<Value, Access> accesses;
  private final long allowed;
  private AliasClasses best;
  private long peak;

  private AliasPlanner(
      PlannedGraph planned,
      ImmutableList<Node> steps,
      Map<Integer, Kernel> kernels,
      MemoryPlanner.Options options) {
    this.planned = planned;
    this.steps = steps;
    this.kernels = kernels;
    this.options = options;
    this.accesses = accesses();
    this.best = new AliasClasses(planned.graph(), planned.views());
    this.peak = peak(best);
    this.allowed = options.aliasing() == Aliasing.FEWEST_COPIES ? peak + peak / ALLOWANCE : 0;
  }

  private ImmutableListMultimap<Value, Access> accesses() {
    ImmutableListMultimap.Builder<Value, Access> found = ImmutableListMultimap.builder();
    for (Node node : steps) {
      for (int slot = 0; slot < node.outputs().size(); slot++) {
        Value value = new Value(node.id(), slot);
        found.put(value, new Access(node, value, -1));
      }
      for (int input : kernel(node).runtimeInputs()) {
        Value value = node.inputs().get(input);
        found.put(planned.views().root(value).value(), new Access(node, value, input));
      }
    }
    return found.build();
  }

  static Decision decide(
      PlannedGraph planned, Map<Integer, Kernel> kernels, MemoryPlanner.Options options) {
    ImmutableList<Node> needed = planned.needed(kernels);
    if (options.aliasing() == Aliasing.OFF) {
      AliasClasses classes = new AliasClasses(planned.graph(), planned.views());
      return new Decision(classes, needed, new Liveness(classes, needed, kernels));
    }
    return new AliasPlanner(planned, needed, kernels, options).decide();
  }

  private Decision decide() {
    // The last concatenation first: a piece of it may be a concatenation itself.
    steps.reverse().stream()
        .map(this::joint)
        .forEach(joint -> {
          if (joint != null && joint.gathers()) {
            improve(joint);
          }
        });
    steps.stream()
        .map(this::joint)
        .forEach(joint -> {
          if (joint != null && !joint.gathers()) {
            improve(joint);
          }
        });
    AliasClasses classes = best.copy();
    InPlaceResults.apply(classes, steps, kernels);
    ImmutableList<Node> remaining =
        steps.stream()
            .filter(node -> {
              Joint joint = joint(node);
              return joint == null || !joint.isNothing(classes);
            })
            .collect(ImmutableList.toImmutableList());
    return new Decision(classes, remaining, new Liveness(classes, remaining, kernels));
  }

  private @Nullable Joint joint(Node node) {
    return Joint.of(planned.graph(), node);
  }

  /// Puts as many parts of a joint in their places as may be: all at once, or else one by one.
  private void improve(Joint joint) {
    if (!accept(joint, joint.parts()) && joint.gathers()) {
      joint.parts().forEach(part -> accept(joint, ImmutableList.of(part)));
    }
  }

  private boolean accept(Joint joint, List<Joint.Part> parts) {
    AliasClasses candidate = best.copy();
    boolean changed = isSequence(candidate, joint) && placeWhole(candidate, joint);
    for (Joint.Part part : parts) {
      changed |= !joint.isInPlace(candidate, part) && place(candidate, joint, part);
    }
    if (!changed || !isRunnable(candidate, joint)) {
      return false;
    }
    long reached = peak(candidate);
    boolean worthIt = reached <= allowed && joint.isNothing(candidate);
    if (reached > peak && !worthIt) {
      return false;
    }
    best = candidate;
    peak = reached;
    return true;
  }

  private long peak(AliasClasses classes) {
    return InPlaceResults.apply(classes.copy(), steps, kernels).peak(options.alignment());
  }

  /// Whether all parts follow one another in a value already, and the whole has no place yet.
  private static boolean isSequence(AliasClasses classes, Joint joint) {
    AliasClasses.Part first = classes.partOf(joint.parts().getFirst().value());
    if (first == null || !joint.gathers() || !classes.owner(joint.whole()).equals(joint.whole())) {
      return false;
    }
    for (Joint.Part part : joint.parts()) {
      AliasClasses.Part expected =
          new AliasClasses.Part(first.parent(), joint.axis(), first.start() + part.start());
      if (!expected.equals(classes.partOf(part.value()))) {
        return false;
      }
    }
    return true;
  }

  /// Makes the whole a part of the value in which its parts lie already, if it may lie there.
  private boolean placeWhole(AliasClasses classes, Joint joint) {
    AliasClasses.Part first = classes.partOf(joint.parts().getFirst().value());
    return first != null
        && !classes.results().contains(joint.whole())
        && link(classes, joint.whole(), first, joint.node());
  }

  /// Puts a part in its place, if it may lie there.
  private boolean place(AliasClasses classes, Joint joint, Joint.Part part) {
    Value owner = classes.owner(part.value());
    boolean movable =
        classes.bytes(part.value()) > 0
            && !classes.isSource(owner)
            && !classes.results().contains(owner)
            && !owner.equals(classes.owner(joint.whole()))
            && classes.isWhole(part.value())
            && classes.rowBytes(owner) == classes.rowBytes(part.value());
    AliasClasses.Part place = new AliasClasses.Part(joint.whole(), joint.axis(), part.start());
    return movable && link(classes, owner, place, joint.node());
  }

  /// Makes a class a part of a value, if all that is done with its values can be done there.
  ///
  /// @param joint is not asked: what is left for it to do is known in the end
  private boolean link(AliasClasses classes, Value owner, AliasClasses.Part part, Node joint) {
    AliasClasses tried = classes.copy();
    tried.place(owner, part);
    if (!fits(tried, tried.owner(owner), joint)) {
      return false;
    }
    classes.place(owner, part);
    return true;
  }

  /// Whether all that is done with the values of a class can be done where they lie.
  private boolean fits(AliasClasses classes, Value owner, @Nullable Node except) {
    for (Value member : classes.members(owner)) {
      for (Access access : accesses.get(member)) {
        Position position = classes.position(access.value());
        boolean fits =
            position != null
                && isAligned(position)
                && (access.node().equals(except) || takes(classes, access, position));
        if (!fits) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean isAligned(Position position) {
    return position.offset() % options.viewAlignment() == 0
        && position.pitch() % options.viewAlignment() == 0;
  }

  private boolean takes(AliasClasses classes, Access access, Position position) {
    if (position.pitch() == 0) {
      return true;
    }
    Joint joint = joint(access.node());
    boolean vanishes = joint != null && joint.isNothing(classes);
    Kernel kernel = kernel(access.node());
    return vanishes
        || (access.input() < 0
            ? kernel.pitchedOutput()
            : kernel.pitchedInputs().contains(access.input())
                || kernel.inPlaceParts().contains(access.input()));
  }

  /// Whether the joint's kernel can do what is left to do, and all others still can.
  private boolean isRunnable(AliasClasses classes, Joint joint) {
    if (joint.isNothing(classes)) {
      return fits(classes, classes.owner(joint.whole()), null);
    }
    if (!joint.gathers()) {
      return false;
    }
    for (int input = 0; input < joint.parts().size(); input++) {
      Joint.Part part = joint.parts().get(input);
      boolean skipped = classes.bytes(part.value()) == 0 || !joint.isInPlace(classes, part);
      if (!skipped && !kernel(joint.node()).inPlaceParts().contains(input)) {
        return false;
      }
    }
    return fits(classes, classes.owner(joint.whole()), null);
  }

  private Kernel kernel(Node node) {
    return PlannedGraph.kernel(kernels, node);
  }
}
