package io.scopegraph.runtime;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.internal.NearestNames;
import io.scopegraph.runtime.plan.BufferKind.Region;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The places from which a specialisation's results are read, and the objects that show them.
final class BoundOutputs {
  /// How many objects that nobody has asked for a result are given out in turn. A prime, so that
  /// loops of round numbers of runs do not meet an object again by chance.
  private static final int IN_TURN = 61;

  private final ResultLayout layout;
  private final RunStamp stamp;
  private final @Nullable Results[] turns = new Results[IN_TURN];
  private final Results lent;
  private int turn;

  BoundOutputs(ImmutableList<Transfer> outputs, RunStamp stamp, LaneMemory memory) {
    this.stamp = stamp;
    MemorySegment block = memory.host(Region.OUTPUTS);
    this.layout = new ResultLayout(outputs, block);
    this.lent = new Results(layout, stamp);
    for (int i = 0; i < IN_TURN; i++) {
      turns[i] = new Results(layout, stamp);
    }
  }

  /// The results of the latest run, for the caller. Allocates only if a result was taken from the
  /// object whose turn it is.
  Results next() {
    Results results = turns[turn];
    if (results == null || results.isUsed()) {
      results = new Results(layout, stamp);
      turns[turn] = results;
    }
    turn = turn + 1 == IN_TURN ? 0 : turn + 1;
    results.begin(stamp.run());
    return results;
  }

  /// The results of the latest run, until they are given back.
  Results lend() {
    lent.begin(stamp.run());
    return lent;
  }

  void takeBack() {
    lent.begin(RunStamp.NONE);
  }

  /// Checks that the caller's tensors can take the results.
  ///
  /// @throws IllegalArgumentException if there is no such output or its spec differs
  void checkTargets(Map<String, Tensor> targets) {
    int found = 0;
    for (int i = 0; i < layout.size(); i++) {
      Tensor target = targets.get(layout.name(i));
      if (target == null) {
        continue;
      }
      found++;
      TensorSpec expected = layout.spec(i);
      if (target.dtype() != expected.dtype()
          || !target.shape().equals(expected.shape())
          || target.segment().isReadOnly()) {
        throw new IllegalArgumentException(
            "Output \"%s\": expected a writable tensor %s, found %s"
                .formatted(layout.name(i), expected, target.spec()));
      }
    }
    if (found != targets.size()) {
      targets.keySet().forEach(this::checkName);
    }
  }

  private void checkName(String name) {
    if (!layout.names().contains(name)) {
      throw new IllegalArgumentException(
          "There is no output \"%s\"; nearest: %s"
              .formatted(name, NearestNames.suggest(name, layout.names())));
    }
  }

  /// Copies results into the caller's tensors. Allocates nothing.
  void copyTo(Map<String, Tensor> targets) {
    for (int i = 0; i < layout.size(); i++) {
      Tensor target = targets.get(layout.name(i));
      if (target != null) {
        MemorySegment place = layout.place(i);
        MemorySegment.copy(place, 0, target.segment(), 0, place.byteSize());
      }
    }
  }
}
