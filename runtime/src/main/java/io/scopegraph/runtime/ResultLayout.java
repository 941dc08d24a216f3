package io.scopegraph.runtime;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.scopegraph.tensor.TensorSpec;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// The results of a specialisation: their names, specs and places in the host's memory, in the
/// order of the graph's outputs.
final class ResultLayout {
  private final ImmutableMap<String, Integer> positions;
  private final ImmutableList<String> names;
  private final ImmutableList<TensorSpec> specs;
  private final ImmutableList<MemorySegment> places;

  /// @param outputs in the order of the graph's outputs
  /// @param outputBlock the host's memory in which they lie
  ResultLayout(List<Transfer> outputs, MemorySegment outputBlock) {
    ImmutableMap.Builder<String, Integer> numbered = ImmutableMap.builder();
    for (int position = 0; position < outputs.size(); position++) {
      numbered.put(outputs.get(position).name(), position);
    }
    this.positions = numbered.buildOrThrow();
    this.names = positions.keySet().asList();
    this.specs = outputs.stream().map(Transfer::spec).collect(toImmutableList());
    this.places =
        outputs.stream()
            .map(output -> output.slice(outputBlock).asReadOnly())
            .collect(toImmutableList());
  }

  int size() {
    return places.size();
  }

  ImmutableMap<String, Integer> positions() {
    return positions;
  }

  ImmutableSet<String> names() {
    return positions.keySet();
  }

  String name(int position) {
    return names.get(position);
  }

  TensorSpec spec(int position) {
    return specs.get(position);
  }

  /// Read-only.
  MemorySegment place(int position) {
    return places.get(position);
  }
}
