package io.scopegraph.drawing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A picture with some scopes opened: which boxes are seen, and the links between them, merged.
///
/// @param open the ids of the scopes whose content is seen; the root is always one
/// @param leaves the nodes and closed scopes that are seen, in the order of first nodes
/// @param edges at most one from one leaf to another
record PictureView(
    GraphPicture picture,
    ImmutableSet<Integer> open,
    ImmutableList<Box> leaves,
    ImmutableList<MergedEdge> edges) {

  /// A view with all scopes opened that have fewer than `depth` scopes around them.
  static PictureView of(GraphPicture picture, int depth) {
    ImmutableSet<Integer> open =
        picture.scopes().stream()
            .map(Scope::id)
            .filter(id -> picture.depth(id) <= depth)
            .collect(ImmutableSet.toImmutableSet());
    Set<Box> leaves = new LinkedHashSet<>();
    picture.nodes().forEach(node -> leaves.add(leafOf(picture, open, node.id())));
    return new PictureView(picture, open, ImmutableList.copyOf(leaves), edges(picture, open));
  }

  private record Ends(Box source, Box target) {}

  private static ImmutableList<MergedEdge> edges(GraphPicture picture, Set<Integer> open) {
    Map<Ends, List<Link>> merged = new LinkedHashMap<>();
    for (Link link : picture.links()) {
      Box source = leafOf(picture, open, link.source());
      Box target = leafOf(picture, open, link.target());
      if (!source.equals(target)) {
        merged.computeIfAbsent(new Ends(source, target), _ -> new ArrayList<>()).add(link);
      }
    }
    ImmutableList.Builder<MergedEdge> edges = ImmutableList.builder();
    merged.forEach((ends, links) -> {
      boolean shared = links.stream().allMatch(link -> picture.node(link.source()).isShared());
      edges.add(new MergedEdge(ends.source(), ends.target(), ImmutableList.copyOf(links), shared));
    });
    return edges.build();
  }

  /// The outermost closed scope around a node, or the node itself.
  private static Box leafOf(GraphPicture picture, Set<Integer> open, int node) {
    Box leaf = Box.node(node);
    for (int scope = picture.node(node).scope();
        scope != picture.root().id();
        scope = picture.scope(scope).parent()) {
      if (!open.contains(scope)) {
        leaf = Box.scope(scope);
      }
    }
    return leaf;
  }

  /// The scope directly around a box.
  int parentOf(Box box) {
    return box.isScope() ? picture.scope(box.id()).parent() : picture.node(box.id()).scope();
  }

  /// The scopes around a box from the innermost to the root.
  ImmutableList<Integer> scopesAround(Box box) {
    ImmutableList.Builder<Integer> around = ImmutableList.builder();
    int scope = parentOf(box);
    while (scope != picture.root().id()) {
      around.add(scope);
      scope = picture.scope(scope).parent();
    }
    return around.add(scope).build();
  }
}
