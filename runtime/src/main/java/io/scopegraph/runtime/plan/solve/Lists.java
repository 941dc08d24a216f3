package io.scopegraph.runtime.plan.solve;

/// Many lists of ints in one array.
final class Lists {
  private final int[] starts;
  private final int[] items;

  private Lists(int[] starts, int[] items) {
    this.starts = starts;
    this.items = items;
  }

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

  /// All lists, one after the other.
  int[] items() {
    return items;
  }

  /// Where a list begins among the items.
  int start(int list) {
    return starts[list];
  }

  /// Where a list ends, exclusive.
  int end(int list) {
    return starts[list + 1];
  }

  int length(int list) {
    return starts[list + 1] - starts[list];
  }
}
