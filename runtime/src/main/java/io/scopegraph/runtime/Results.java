package io.scopegraph.runtime;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.scopegraph.graph.internal.NearestNames;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.Validity;
import org.jspecify.annotations.Nullable;

/// What a run gave: views of the session's planned output buffers, which the next run overwrites.
///
/// They can be used until a later run of the session begins (with several arenas, one that uses the
/// same arena) or the session is closed; from then on every use is an [IllegalStateException], at
/// whatever time and in whatever thread it happens. [#copy], or [Tensor#copy] of one, keeps them.
/// The segment of a view stays readable for ever, but shows what later runs write, see
/// [Tensor#segment].
///
/// An object of which no result was asked for before the next run is used again for a later run.
public final class Results {
  private final ResultLayout layout;

  /// Null for results in memory of their own.
  private final @Nullable RunStamp stamp;

  private final @Nullable Tensor[] tensors;
  private long run;
  private boolean used;

  /// Views of planned outputs, of no run yet.
  Results(ResultLayout layout, RunStamp stamp) {
    this.layout = layout;
    this.stamp = stamp;
    this.tensors = new Tensor[layout.size()];
  }

  private Results(ResultLayout layout, Tensor[] owned, long run) {
    this.layout = layout;
    this.stamp = null;
    this.tensors = owned;
    this.run = run;
  }

  /// Makes these the results of a run.
  void begin(long number) {
    run = number;
  }

  /// Whether somebody may hold one of the views.
  boolean isUsed() {
    return used;
  }

  /// The number of the run in its session, counted from 1.
  public long run() {
    return run;
  }

  /// A result by its name.
  ///
  /// @throws IllegalArgumentException if there is no such output
  /// @throws IllegalStateException if the results are gone
  public Tensor get(String name) {
    Integer position = layout.positions().get(name);
    if (position == null) {
      throw new IllegalArgumentException(
          "There is no output \"%s\"; nearest: %s"
              .formatted(name, NearestNames.suggest(name, layout.names())));
    }
    return tensor(position);
  }

  /// The result of a graph that has one.
  ///
  /// @throws IllegalStateException if there are several, or the result is gone
  public Tensor only() {
    if (layout.size() != 1) {
      throw new IllegalStateException(
          "There are %d outputs: %s".formatted(layout.size(), layout.names()));
    }
    return tensor(0);
  }

  public ImmutableSet<String> names() {
    return layout.names();
  }

  /// All results by name, in the order of the graph's outputs.
  ///
  /// @throws IllegalStateException if the results are gone
  public ImmutableMap<String, Tensor> asMap() {
    ImmutableMap.Builder<String, Tensor> map = ImmutableMap.builder();
    layout.positions().forEach((name, position) -> map.put(name, tensor(position)));
    return map.buildOrThrow();
  }

  /// The results in memory of their own, which stay as they are.
  ///
  /// @throws IllegalStateException if the results are gone
  public Results copy() {
    Tensor[] copies = new Tensor[layout.size()];
    for (int position = 0; position < copies.length; position++) {
      copies[position] = tensor(position).copy();
    }
    return new Results(layout, copies, run);
  }

  private Tensor tensor(int position) {
    used = true;
    check(position);
    Tensor known = tensors[position];
    if (known != null) {
      return known;
    }
    Tensor view =
        Tensor.view(
            layout.spec(position), layout.place(position), new ViewValidity(this, position));
    tensors[position] = view;
    return view;
  }

  private void check(int position) {
    if (stamp != null && !stamp.isCurrent(run)) {
      throw stamp.gone("Result \"%s\"".formatted(layout.name(position)), run);
    }
  }

  /// A record would be compared by the results.
  private static final class ViewValidity implements Validity {
    private final Results results;
    private final int position;

    private ViewValidity(Results results, int position) {
      this.results = results;
      this.position = position;
    }

    @Override
    public void check() {
      results.check(position);
    }
  }
}
