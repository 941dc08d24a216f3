package io.scopegraph.runtime.plan;

import java.util.Arrays;

/// Some values, of which the least is always known: a complete binary tree of winners.
final class Tournament {
  private final int leaves;
  private final long[] values;

  /// The index of the least value below each node; the root is node 1.
  private final int[] winners;

  /// So many values, all 0.
  Tournament(int count) {
    leaves = Math.max(1, Integer.highestOneBit(Math.max(1, 2 * count - 1)));
    values = new long[leaves];
    Arrays.fill(values, count, leaves, Long.MAX_VALUE);
    winners = new int[2 * leaves];
    for (int leaf = 0; leaf < leaves; leaf++) {
      winners[leaves + leaf] = leaf;
    }
    for (int node = leaves - 1; node > 0; node--) {
      winners[node] = winners[2 * node];
    }
  }

  /// The index of the least value, the first of equals.
  int winner() {
    return winners[1];
  }

  long value(int index) {
    return values[index];
  }

  void set(int index, long value) {
    values[index] = value;
    for (int node = (leaves + index) / 2; node > 0; node /= 2) {
      int left = winners[2 * node];
      int right = winners[2 * node + 1];
      winners[node] = values[right] < values[left] ? right : left;
    }
  }
}
