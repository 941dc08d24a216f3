package io.scopegraph.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.drawing.PlacedPicture.Area;
import io.scopegraph.drawing.PlacedPicture.Point;
import io.scopegraph.drawing.PlacedPicture.Wire;
import io.scopegraph.graph.Graph;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Where boxes and edges stand.
class LayeredLayoutTest {
  /// The layout kernel's coordinates are sums of fractions.
  private static final double ROUNDING = 0.01;

  private static final List<Arguments> VIEWS = new ArrayList<>();

  @BeforeAll
  static void placeAll() {
    Map<String, Graph> graphs =
        ImmutableMap.of(
            "siamese", DrawnGraphs.siamese(),
            "residual", DrawnGraphs.residual(3, 2),
            "chain", DrawnGraphs.chain(100),
            "hostile", DrawnGraphs.hostile(),
            "random 11", DrawnGraphs.random(11, 40),
            "random 12", DrawnGraphs.random(12, 90));
    graphs.forEach((name, graph) -> {
      for (int depth : new int[] {0, 1, 2, 9}) {
        VIEWS.add(Arguments.of(name, depth, place(graph, depth)));
      }
    });
  }

  static List<Arguments> views() {
    return VIEWS;
  }

  private static PlacedPicture place(Graph graph, int depth) {
    return LayeredLayout.of(PictureView.of(GraphPicture.of(graph), depth));
  }

  private static Area area(PlacedPicture placed, Box box) {
    return Objects.requireNonNull(placed.boxes().get(box), box::toString);
  }

  @ParameterizedTest(name = "{0} at depth {1}")
  @MethodSource("views")
  void siblingsDoNotOverlapAndChildrenStandInside(String name, int depth, PlacedPicture placed) {
    List<Box> boxes = new ArrayList<>(placed.boxes().keySet());
    Area whole = new Area(0, 0, placed.width(), placed.height());
    for (int i = 0; i < boxes.size(); i++) {
      int parent = placed.view().parentOf(boxes.get(i));
      Area around = parent == 0 ? whole : area(placed, Box.scope(parent));
      Area area = area(placed, boxes.get(i));
      assertThat(around.contains(area)).as("%s in scope %d", boxes.get(i), parent).isTrue();
      for (Box other : boxes.subList(0, i)) {
        if (placed.view().parentOf(other) == parent) {
          assertThat(area.overlaps(area(placed, other)))
              .as("%s over %s", boxes.get(i), other)
              .isFalse();
        }
      }
    }
    assertThat(boxes).containsAll(placed.view().leaves());
  }

  @ParameterizedTest(name = "{0} at depth {1}")
  @MethodSource("views")
  void wiresRunFromBorderToBorder(String name, int depth, PlacedPicture placed) {
    for (Wire wire : placed.wires()) {
      assertThat(isOnBorder(area(placed, wire.from()), wire.points().getFirst()))
          .as("%s starts at %s", wire.points(), wire.from())
          .isTrue();
      assertThat(isOnBorder(area(placed, wire.to()), wire.points().getLast()))
          .as("%s ends at %s", wire.points(), wire.to())
          .isTrue();
      for (int i = 1; i < wire.points().size(); i++) {
        Point from = wire.points().get(i - 1);
        Point to = wire.points().get(i);
        assertThat(isNear(from.x(), to.x()) || isNear(from.y(), to.y()))
            .as("%s to %s", from, to)
            .isTrue();
      }
    }
  }

  @ParameterizedTest(name = "{0} at depth {1}")
  @MethodSource("views")
  void piecesOfAnEdgeLeadFromItsSourceToItsTarget(String name, int depth, PlacedPicture placed) {
    for (MergedEdge edge : placed.view().edges()) {
      Box at = edge.source();
      Set<Box> passed = new HashSet<>();
      while (!at.equals(edge.target())) {
        Box here = at;
        assertThat(passed.add(here)).as("%s passes %s once", edge, here).isTrue();
        at =
            placed.wires().stream()
                .filter(wire -> wire.edges().contains(edge) && wire.from().equals(here))
                .findFirst()
                .orElseThrow(() -> new AssertionError(edge + " ends at " + here))
                .to();
      }
    }
  }

  @ParameterizedTest(name = "{0} at depth {1}")
  @MethodSource("views")
  void wiresDoNotCrossBoxes(String name, int depth, PlacedPicture placed) {
    for (Wire wire : placed.wires()) {
      for (int i = 1; i < wire.points().size(); i++) {
        Area line = line(wire.points().get(i - 1), wire.points().get(i));
        for (Box leaf : placed.view().leaves()) {
          Area area = area(placed, leaf);
          Area inside = new Area(area.x() + 1, area.y() + 1, area.width() - 2, area.height() - 2);
          assertThat(inside.overlaps(line)).as("%s crosses %s", wire.points(), leaf).isFalse();
        }
      }
    }
  }

  private static Area line(Point from, Point to) {
    return new Area(
        Math.min(from.x(), to.x()),
        Math.min(from.y(), to.y()),
        Math.abs(from.x() - to.x()),
        Math.abs(from.y() - to.y()));
  }

  @ParameterizedTest(name = "{0} at depth {1}")
  @MethodSource("views")
  void textFitsIntoItsBox(String name, int depth, PlacedPicture placed) {
    for (Box leaf : placed.view().leaves()) {
      GraphPicture picture = placed.view().picture();
      BoxText text =
          leaf.isScope()
              ? BoxText.of(picture.scope(leaf.id()))
              : BoxText.of(picture.node(leaf.id()));
      Area area = area(placed, leaf);
      double height = text.lines().stream().mapToDouble(line -> line.size() * 1.2).sum();
      assertThat(height).isLessThan(area.height());
      for (BoxText.Line line : text.lines()) {
        assertThat(line.width()).as(line.text()).isLessThan(area.width());
      }
    }
  }

  @Test
  void sameViewSamePlaces() {
    Graph graph = DrawnGraphs.random(17, 60);
    assertThat(place(graph, 2)).isEqualTo(place(graph, 2));
  }

  @Test
  void longFlatGraphIsWrappedIntoColumns() {
    PlacedPicture flat = place(DrawnGraphs.chain(120), 0);
    assertThat(flat.height()).isLessThan(4 * flat.width());
  }

  @Test
  void thousandNodesAreLaidOut() {
    Graph graph = DrawnGraphs.residual(5, 14);
    assertThat(graph.nodes()).hasSizeGreaterThan(1000);
    PlacedPicture placed = place(graph, 9);
    assertThat(placed.view().leaves()).hasSizeGreaterThan(700);
    assertThat(placed.boxes().keySet()).containsAll(placed.view().leaves());
  }

  private static boolean isOnBorder(Area area, Point point) {
    boolean within =
        point.x() > area.x() - ROUNDING && point.x() < area.x() + area.width() + ROUNDING;
    return within && (isNear(point.y(), area.y()) || isNear(point.y(), area.y() + area.height()));
  }

  private static boolean isNear(double a, double b) {
    return Math.abs(a - b) < ROUNDING;
  }
}
