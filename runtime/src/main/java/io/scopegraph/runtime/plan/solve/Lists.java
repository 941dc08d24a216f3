package io.scopegraph.runtime.plan.solve;

/// Many lists of ints in one array.
///
/// @param starts where each list begins, and, as one entry more, where the last one ends
/// @param items the lists, one after the other
record Lists(int[] starts, int[] items) {
  /// Builds lists whose lengths are known.
  static final class Filler {
    private final int[] starts;
    private final int[] next;
    private final int[] items;

    Filler(int[] lengths) {
      starts = new int[lengths.length + 1];
      for (int list = 0; list < lengths.length; list++) {
        starts[list + 1] = starts[list] + lengths[list];
      }
      next = starts.clone();
      items = new int[starts[lengths.length]];
    }

    void add(int list, int item) {
      items[next[list]++] = item;
    }

    Lists lists() {
      return new Lists(starts, items);
    }
  }

  int length(int list) {
    return starts[list + 1] - starts[list];
  }
}
