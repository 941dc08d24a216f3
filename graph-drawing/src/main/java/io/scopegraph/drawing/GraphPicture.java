package io.scopegraph.drawing;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;

/// What is drawn of a graph, before anything has a place: scopes, nodes, links, and their texts.
///
/// - Scopes are the parts of node names between slashes. One that would hold a single thing is not
///   drawn; that thing has the scope's name in its label.
/// - A variable and the ops that only read it (`v/read`) are one node, which has links to all
///   users.
/// - A constant, also one that is only brought into another layout, is no node but stands in each
///   of its users, unless it is a result of the graph.
/// - Every result of the graph is a node at the root.
///
/// @param scopes by id; the first is the root, and a scope comes after the one around it
/// @param nodes by id, in topological order
/// @param links in the order of their targets' inputs
public record GraphPicture(
    ImmutableList<Scope> scopes, ImmutableList<PictureNode> nodes, ImmutableList<Link> links) {

  /// The picture of a graph.
  public static GraphPicture of(Graph graph) {
    return new PictureBuilder(graph).build();
  }

  public Scope root() {
    return scopes.getFirst();
  }

  public Scope scope(int id) {
    return scopes.get(id);
  }

  public PictureNode node(int id) {
    return nodes.get(id);
  }

  /// The number of scopes around a scope; 0 for the root.
  public int depth(int scope) {
    int depth = 0;
    for (int id = scope; id != root().id(); id = scope(id).parent()) {
      depth++;
    }
    return depth;
  }

  /// The depth to which scopes can be opened such that at most this many boxes without content are
  /// seen, and at least 0.
  public int depthWithin(int boxes) {
    int depth = 0;
    int deepest = scopes.stream().mapToInt(scope -> depth(scope.id())).max().orElse(0);
    while (depth < deepest && PictureView.of(this, depth + 1).leaves().size() <= boxes) {
      depth++;
    }
    return depth;
  }
}
