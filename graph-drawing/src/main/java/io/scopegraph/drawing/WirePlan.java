package io.scopegraph.drawing;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Cuts the edges of a view where they cross the borders of open scopes. Edges from one leaf that
/// carry the same tensors share their pieces, so a tensor crosses a border once, however many users
/// it has beyond.
final class WirePlan {
  /// Where a piece starts or ends: at the border of a box.
  ///
  /// @param exit true at the side where edges leave the box, false where they enter
  /// @param source with the tensors, what makes edges share the place
  record Port(Box box, boolean exit, Box source, ImmutableList<String> tensors) {}

  /// A piece between two ports, inside of one scope.
  record Piece(Port from, Port to, int scope) {}

  private final PictureView view;
  private final Map<Piece, List<MergedEdge>> pieces = new LinkedHashMap<>();

  private WirePlan(PictureView view) {
    this.view = view;
  }

  /// The pieces of all edges, each with the edges that share it.
  static Map<Piece, List<MergedEdge>> of(PictureView view) {
    WirePlan plan = new WirePlan(view);
    view.edges().forEach(plan::add);
    return plan.pieces;
  }

  private void add(MergedEdge edge) {
    ImmutableList<String> tensors = edge.tensors().asList();
    List<Integer> up = view.scopesAround(edge.source());
    List<Integer> down = view.scopesAround(edge.target());
    List<Port> ports = new ArrayList<>();
    List<Integer> scopes = new ArrayList<>();
    ports.add(new Port(edge.source(), true, edge.source(), tensors));
    for (int scope : up) {
      scopes.add(scope);
      if (down.contains(scope)) {
        break;
      }
      ports.add(new Port(Box.scope(scope), true, edge.source(), tensors));
    }
    List<Integer> entered = down.subList(0, down.indexOf(scopes.getLast()));
    for (int scope : entered.reversed()) {
      ports.add(new Port(Box.scope(scope), false, edge.source(), tensors));
      scopes.add(scope);
    }
    ports.add(new Port(edge.target(), false, edge.source(), tensors));
    for (int i = 0; i < scopes.size(); i++) {
      Piece piece = new Piece(ports.get(i), ports.get(i + 1), scopes.get(i));
      pieces.computeIfAbsent(piece, _ -> new ArrayList<>()).add(edge);
    }
  }
}
