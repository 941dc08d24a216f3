package io.scopegraph.runtime.plan;

/// What an exact search may cost. It ends when the first of both is used up.
///
/// @param nodes how often it may place a buffer; equal numbers give equal plans on every machine
/// @param seconds of wall time; plans then depend on the machine. Infinite for no such limit
public record Budget(long nodes, double seconds) {
  private static final long LEAST_NODES = 2000;
  private static final long NODES_PER_REQUEST = 32;

  /// Checks the values.
  ///
  /// @throws IllegalArgumentException if a number is negative or not a number
  public Budget {
    if (nodes < 0 || !(seconds >= 0)) {
      throw new IllegalArgumentException(
          "A budget cannot have %d nodes and %s seconds".formatted(nodes, seconds));
    }
  }

  /// So many nodes, however long they take.
  public static Budget ofNodes(long nodes) {
    return new Budget(nodes, Double.POSITIVE_INFINITY);
  }

  /// So many seconds, however many nodes they are good for.
  public static Budget ofSeconds(double seconds) {
    return new Budget(Long.MAX_VALUE, seconds);
  }

  /// What every plan is worth: several times the nodes that a network without detours needs, a few
  /// hundredths of a second.
  ///
  /// @param requests how many buffers are to be placed
  public static Budget standard(int requests) {
    return ofNodes(Math.max(LEAST_NODES, NODES_PER_REQUEST * requests));
  }

  /// When to stop if the search starts now, as a time of [System#nanoTime]; [Long#MAX_VALUE] for
  /// never.
  long deadline() {
    double nanos = seconds * 1e9;
    return nanos < 1e18 ? System.nanoTime() + (long) nanos : Long.MAX_VALUE;
  }
}
