package io.scopegraph.runtime.plan.solve;

import java.util.Arrays;

/// A stack of ints that grows.
final class IntStack {
  private int[] items;
  private int size;

  IntStack(int capacity) {
    items = new int[Math.max(capacity, 16)];
  }

  void push(int item) {
    if (size == items.length) {
      items = Arrays.copyOf(items, 2 * size);
    }
    items[size++] = item;
  }

  /// Pushes so many items of any value, to be set by the caller.
  ///
  /// @return what [#items] returns
  int[] reserve(int count) {
    if (size + count > items.length) {
      items = Arrays.copyOf(items, Math.max(2 * items.length, size + count));
    }
    size += count;
    return items;
  }

  int pop() {
    return items[--size];
  }

  int get(int index) {
    return items[index];
  }

  void set(int index, int item) {
    items[index] = item;
  }

  int size() {
    return size;
  }

  /// Forgets all items from `size` on.
  void truncate(int size) {
    this.size = size;
  }

  /// The items, for reading and writing below [#size]; valid until the next push.
  int[] items() {
    return items;
  }
}
