package io.scopegraph.runtime.plan.solve;

/// Counts the nodes of a search, that is requests placed without finding at once that something has
/// no room any more, against its budget. Only where a deadline is given does the clock have a say,
/// and then only in when to stop.
final class Meter {
  private static final int NODES_PER_LOOK = 4096;

  private final long budget;
  private final long deadline;
  private long used;
  private long pause;
  private boolean late;

  /// A meter.
  ///
  /// @param budget nodes in all
  /// @param deadline of [System#nanoTime]; [Long#MAX_VALUE] for none
  Meter(long budget, long deadline) {
    this.budget = budget;
    this.deadline = deadline;
  }

  /// Lets the next run have so many nodes, or what is left.
  void grant(long nodes) {
    pause = nodes < budget - used ? used + nodes : budget;
    look();
  }

  /// Counts a node.
  void count() {
    used++;
    if (used % NODES_PER_LOOK == 0) {
      look();
    }
  }

  /// Whether nothing is left for this run.
  boolean isPaused() {
    return used >= pause || late;
  }

  private void look() {
    late = deadline != Long.MAX_VALUE && System.nanoTime() - deadline > 0;
  }

  /// Whether nothing is left for any run.
  boolean isSpent() {
    return used >= budget || late;
  }

  long used() {
    return used;
  }
}
