package io.scopegraph.drawing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.scopegraph.drawing.PlacedPicture.Area;
import io.scopegraph.drawing.PlacedPicture.Label;
import io.scopegraph.drawing.PlacedPicture.Point;
import io.scopegraph.drawing.PlacedPicture.Wire;
import io.scopegraph.drawing.WirePlan.Piece;
import io.scopegraph.drawing.WirePlan.Port;
import io.scopegraph.drawing.internal.FontWidths;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.NodePlacementStrategy;
import org.eclipse.elk.alg.layered.options.WrappingStrategy;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.math.KVector;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.HierarchyHandling;
import org.eclipse.elk.core.options.PortConstraints;
import org.eclipse.elk.core.options.PortLabelPlacement;
import org.eclipse.elk.core.options.PortSide;
import org.eclipse.elk.core.options.SizeConstraint;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkLabel;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.ElkPort;
import org.eclipse.elk.graph.util.ElkGraphUtil;
import org.jspecify.annotations.Nullable;

/// Gives the boxes and edges of a view their places: in layers from top to bottom, every scope's
/// content inside of its box, with as few crossings as the Eclipse Layout Kernel finds. The same
/// view gets the same places every time.
final class LayeredLayout {
  /// The height of the strip with the name of an open scope.
  static final double SCOPE_TITLE_HEIGHT = 24;

  /// A view without opened scopes that has more boxes is wrapped into several columns.
  private static final int LONGEST_COLUMN = 60;

  private static final double SCOPE_PADDING = 14;
  private static final double NODE_GAP = 18;
  private static final double LAYER_GAP = 18;
  private static final double EDGE_GAP = 9;
  private static final double LABEL_GAP = 4;

  private final PictureView view;
  private final Map<Box, ElkNode> nodes = new LinkedHashMap<>();
  private final Map<Port, ElkPort> ports = new LinkedHashMap<>();
  private final ElkNode root = ElkGraphUtil.createGraph();

  private LayeredLayout(PictureView view) {
    this.view = view;
  }

  static PlacedPicture of(PictureView view) {
    return new LayeredLayout(view).place();
  }

  private PlacedPicture place() {
    configure(root);
    root.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
    root.setProperty(CoreOptions.RANDOM_SEED, 1);
    if (view.open().size() == 1 && view.leaves().size() > LONGEST_COLUMN) {
      root.setProperty(LayeredOptions.WRAPPING_STRATEGY, WrappingStrategy.MULTI_EDGE);
      root.setProperty(CoreOptions.ASPECT_RATIO, 1.0);
    }
    nodes.put(Box.scope(view.picture().root().id()), root);
    addContent(view.picture().root(), root);
    Map<Piece, List<MergedEdge>> pieces = WirePlan.of(view);
    Map<Piece, ElkEdge> edges = new LinkedHashMap<>();
    pieces.forEach((piece, merged) -> edges.put(piece, edge(piece, merged)));
    new RecursiveGraphLayoutEngine().layout(root, new BasicProgressMonitor());
    return collect(pieces, edges);
  }

  private static void configure(ElkNode scope) {
    scope.setProperty(CoreOptions.DIRECTION, Direction.DOWN);
    scope.setProperty(CoreOptions.HIERARCHY_HANDLING, HierarchyHandling.INCLUDE_CHILDREN);
    scope.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
    scope.setProperty(LayeredOptions.NODE_PLACEMENT_STRATEGY, NodePlacementStrategy.BRANDES_KOEPF);
    scope.setProperty(CoreOptions.SPACING_NODE_NODE, NODE_GAP);
    scope.setProperty(CoreOptions.SPACING_EDGE_EDGE, EDGE_GAP);
    scope.setProperty(CoreOptions.SPACING_EDGE_NODE, EDGE_GAP);
    scope.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, LAYER_GAP);
    scope.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, EDGE_GAP);
    scope.setProperty(LayeredOptions.SPACING_EDGE_EDGE_BETWEEN_LAYERS, EDGE_GAP);
    scope.setProperty(CoreOptions.PADDING, new ElkPadding(SCOPE_PADDING));
  }

  private void addContent(Scope scope, ElkNode parent) {
    for (int id : scope.nodes()) {
      addLeaf(Box.node(id), BoxText.of(view.picture().node(id)), parent);
    }
    for (int id : scope.scopes()) {
      Scope inner = view.picture().scope(id);
      if (!view.open().contains(id)) {
        addLeaf(Box.scope(id), BoxText.of(inner), parent);
        continue;
      }
      ElkNode node = ElkGraphUtil.createNode(parent);
      configure(node);
      node.setProperty(
          CoreOptions.PADDING,
          new ElkPadding(
              SCOPE_TITLE_HEIGHT + SCOPE_PADDING, SCOPE_PADDING, SCOPE_PADDING, SCOPE_PADDING));
      nodes.put(Box.scope(id), node);
      addContent(inner, node);
    }
  }

  private void addLeaf(Box box, BoxText text, ElkNode parent) {
    ElkNode node = ElkGraphUtil.createNode(parent);
    node.setDimensions(text.width(), text.height());
    nodes.put(box, node);
  }

  private ElkEdge edge(Piece piece, List<MergedEdge> merged) {
    ElkEdge edge = ElkGraphUtil.createSimpleEdge(port(piece.from()), port(piece.to()));
    ElkNode container = node(Box.scope(piece.scope()));
    container.getContainedEdges().add(edge);
    if (piece.from().box().equals(piece.from().source())) {
      addLabel(port(piece.from()), merged.getFirst().label());
    }
    return edge;
  }

  private static void addLabel(ElkPort port, String text) {
    if (port.getLabels().isEmpty()) {
      ElkLabel label = ElkGraphUtil.createLabel(text, port);
      label.setDimensions(
          LABEL_GAP + FontWidths.of(text, BoxText.DETAIL_SIZE, false),
          BoxText.DETAIL_SIZE * BoxText.LEADING);
    }
  }

  private ElkPort port(Port port) {
    return ports.computeIfAbsent(
        port,
        _ -> {
          ElkNode node = node(port.box());
          ElkPort created = ElkGraphUtil.createPort(node);
          created.setProperty(CoreOptions.PORT_SIDE, port.exit() ? PortSide.SOUTH : PortSide.NORTH);
          node.setProperty(CoreOptions.PORT_CONSTRAINTS, PortConstraints.FIXED_SIDE);
          node.setProperty(CoreOptions.PORT_LABELS_PLACEMENT, PortLabelPlacement.outside());
          node.setProperty(
              CoreOptions.NODE_SIZE_CONSTRAINTS, SizeConstraint.minimumSizeWithPorts());
          node.setProperty(
              CoreOptions.NODE_SIZE_MINIMUM, new KVector(node.getWidth(), node.getHeight()));
          return created;
        });
  }

  private ElkNode node(Box box) {
    return Objects.requireNonNull(nodes.get(box));
  }

  private PlacedPicture collect(Map<Piece, List<MergedEdge>> pieces, Map<Piece, ElkEdge> edges) {
    Map<Box, Point> origins = new HashMap<>();
    ImmutableMap.Builder<Box, Area> areas = ImmutableMap.builder();
    nodes.forEach((box, node) -> {
      Point origin = origin(node);
      origins.put(box, origin);
      if (node.getParent() != null) {
        areas.put(box, new Area(origin.x(), origin.y(), node.getWidth(), node.getHeight()));
      }
    });
    ImmutableList.Builder<Wire> wires = ImmutableList.builder();
    edges.forEach((piece, edge) -> {
      Point origin = Objects.requireNonNull(origins.get(Box.scope(piece.scope())));
      List<MergedEdge> merged = Objects.requireNonNull(pieces.get(piece));
      wires.add(
          new Wire(
              ImmutableList.copyOf(merged),
              points(edge, origin),
              piece.from().box(),
              piece.to().box(),
              label(piece.from())));
    });
    return new PlacedPicture(
        view, root.getWidth(), root.getHeight(), areas.buildOrThrow(), wires.build());
  }

  private static Point origin(ElkNode node) {
    double x = 0;
    double y = 0;
    for (ElkNode around = node; around.getParent() != null; around = around.getParent()) {
      x += around.getX();
      y += around.getY();
    }
    return new Point(x, y);
  }

  private static ImmutableList<Point> points(ElkEdge edge, Point origin) {
    ImmutableList.Builder<Point> points = ImmutableList.builder();
    ElkEdgeSection section = edge.getSections().getFirst();
    points.add(new Point(origin.x() + section.getStartX(), origin.y() + section.getStartY()));
    section
        .getBendPoints()
        .forEach(bend -> points.add(new Point(origin.x() + bend.getX(), origin.y() + bend.getY())));
    points.add(new Point(origin.x() + section.getEndX(), origin.y() + section.getEndY()));
    return points.build();
  }

  private @Nullable Label label(Port port) {
    ElkPort elkPort = Objects.requireNonNull(ports.get(port));
    if (elkPort.getLabels().isEmpty()) {
      return null;
    }
    ElkLabel label = elkPort.getLabels().getFirst();
    Point origin = origin(node(port.box()));
    return new Label(
        label.getText(),
        origin.x() + elkPort.getX() + label.getX() + LABEL_GAP,
        origin.y() + elkPort.getY() + label.getY() + BoxText.DETAIL_SIZE);
  }
}
