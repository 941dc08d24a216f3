package io.scopegraph.runtime;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.scopegraph.graph.internal.NearestNames;
import io.scopegraph.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// A session's planned input buffers, lent to be filled before a run.
///
/// They hold what was last written there for inputs of whatever shape, so all of them are to be
/// filled. The tensors can be used until the writer to which they were lent returns.
public final class PlannedInputs {
  private final String session;
  private final ImmutableMap<String, Tensor> tensors;
  private volatile boolean lent;

  PlannedInputs(String session, List<Transfer> inputs, MemorySegment[] places) {
    this.session = session;
    ImmutableMap.Builder<String, Tensor> views = ImmutableMap.builder();
    for (int i = 0; i < places.length; i++) {
      Transfer input = inputs.get(i);
      views.put(input.name(), Tensor.view(input.spec(), places[i], () -> checkLent(input.name())));
    }
    this.tensors = views.buildOrThrow();
  }

  private void checkLent(String input) {
    if (!lent) {
      throw new IllegalStateException(
          "Input \"%s\" of session \"%s\" was lent to the writer of a run, which has returned"
              .formatted(input, session));
    }
  }

  PlannedInputs lend() {
    lent = true;
    return this;
  }

  void takeBack() {
    lent = false;
  }

  /// An input buffer by the name of its placeholder, writable.
  ///
  /// @throws IllegalArgumentException if there is no such input, or no result depends on it, or it
  ///   has no elements
  public Tensor get(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "There is no planned input \"%s\"; nearest: %s"
              .formatted(name, NearestNames.suggest(name, tensors.keySet())));
    }
    return tensor;
  }

  public ImmutableSet<String> names() {
    return tensors.keySet();
  }
}
