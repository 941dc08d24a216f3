package io.scopegraph.runtime;

import com.google.common.collect.ImmutableList;
import io.scopegraph.runtime.plan.BufferKind.Region;
import io.scopegraph.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/// The places to which a specialisation's inputs are copied.
final class BoundInputs {
  private final String[] names;
  private final String[] aliases;
  private final MemorySegment[] places;
  private final PlannedInputs lent;

  BoundInputs(String session, ImmutableList<Transfer> inputs, LaneMemory memory) {
    this.names = inputs.stream().map(Transfer::name).toArray(String[]::new);
    this.aliases = inputs.stream().map(input -> Inputs.alias(input.name())).toArray(String[]::new);
    MemorySegment block = memory.host(Region.INPUTS);
    this.places = inputs.stream().map(input -> input.slice(block)).toArray(MemorySegment[]::new);
    this.lent = new PlannedInputs(session, inputs, places);
  }

  /// Copies what is fed. Allocates nothing.
  ///
  /// @throws IllegalStateException if a fed tensor is a view whose data is gone
  void write(Map<String, Tensor> feeds) {
    for (int i = 0; i < places.length; i++) {
      Tensor tensor = feeds.get(names[i]);
      if (tensor == null) {
        tensor = feeds.get(aliases[i]);
      }
      Objects.requireNonNull(tensor).copyTo(places[i]);
    }
  }

  /// Lets the caller write into the places themselves. Allocates nothing.
  void write(Consumer<? super PlannedInputs> writer) {
    try {
      writer.accept(lent.lend());
    } finally {
      lent.takeBack();
    }
  }
}
