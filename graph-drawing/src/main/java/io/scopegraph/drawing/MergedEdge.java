package io.scopegraph.drawing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;

/// All links from one leaf of a view to another.
///
/// @param shared true if all of them carry variables that have several users
record MergedEdge(Box source, Box target, ImmutableList<Link> links, boolean shared) {
  /// The names of the tensors, each once.
  ImmutableSet<String> tensors() {
    return links.stream().map(Link::tensor).collect(ImmutableSet.toImmutableSet());
  }

  /// The shape, or the number of tensors if there are several.
  String label() {
    int count = tensors().size();
    if (count == 1) {
      return ShapeLabel.of(links.getFirst().spec());
    }
    return count + (shared ? " variables" : " tensors");
  }
}
