package io.scopegraph.runtime.plan.solve;

/// A level of the search's stack. Either a choice, whose children are tried in turn, or a split,
/// whose parts are to be solved all. Places are indices of the search's pool.
final class Frame {
  boolean split;

  /// The level of the split that this one works for; -1 if it is the whole problem.
  int parent;

  /// How many requests are placed on entry.
  int placed;

  /// The place of the next child or part.
  int next;

  /// The place where the children or parts end.
  int end;

  /// The place where all that belongs to this level ends.
  int top;

  /// No request may be placed lower.
  int lowest;

  /// Of a choice: nor at [#lowest], if its place comes before this one.
  int position;

  /// Of a choice: the places of the requests that are not placed, in preorder.
  int from;

  /// Of a choice: where they end.
  int to;

  /// Of a choice: the sections that it is about.
  int firstSection;

  int lastSection;
}
