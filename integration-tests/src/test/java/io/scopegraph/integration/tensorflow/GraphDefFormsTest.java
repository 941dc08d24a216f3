package io.scopegraph.integration.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.graph.Graph;
import io.scopegraph.runtime.Session;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import io.scopegraph.tensorflow.GraphDefImportOptions;
import io.scopegraph.tensorflow.GraphDefImporter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Forms that no graph of ours is written in: what they give for the numbers 0, 1, 2 ...
final class GraphDefFormsTest {
  private final StringBuilder text = new StringBuilder();

  private GraphDefFormsTest node(String type, String name, String inputs, String attributes) {
    text.append("node { name: \"%s\" op: \"%s\"".formatted(name, type));
    for (String input : inputs.split(" ", -1)) {
      text.append(input.isEmpty() ? "" : " input: \"" + input + "\"");
    }
    for (String attribute : attributes.split(";", -1)) {
      int colon = attribute.indexOf(':');
      if (colon > 0) {
        text.append(
            " attr { key: \"%s\" value { %s } }"
                .formatted(
                    attribute.substring(0, colon).strip(), attribute.substring(colon + 1).strip()));
      }
    }
    text.append(" }\n");
    return this;
  }

  private GraphDefFormsTest ints(String name, int... values) {
    String list =
        IntStream.of(values)
            .mapToObj(value -> "int_val: " + value)
            .collect(Collectors.joining(" "));
    return node(
        "Const",
        name,
        "",
        "value: tensor { dtype: DT_INT32 tensor_shape { dim { size: %d } } %s }"
            .formatted(values.length, list));
  }

  private GraphDefFormsTest scalar(String name, int value) {
    return node(
        "Const",
        name,
        "",
        "value: tensor { dtype: DT_INT32 tensor_shape {} int_val: " + value + " }");
  }

  private Tensor run(String output, Tensor x) {
    int rank = x.shape().rank();
    Shape unknown = Shape.unknownDims(rank);
    if (rank == 4) {
      unknown = unknown.withDim(-1, x.shape().dim(-1));
    }
    text.append(
        "node { name: \"x\" op: \"Placeholder\" attr { key: \"dtype\" value { type: DT_FLOAT } } }");
    for (Shape declared : List.of(x.shape(), unknown)) {
      GraphDefImportOptions options =
          GraphDefImportOptions.defaults()
              .withInput("x", new TensorSpec(DType.FLOAT32, declared))
              .withOutputs(List.of(output));
      Graph graph = GraphDefImporter.importText("forms.pbtxt", text.toString(), options);
      try (Session session = Session.open(graph)) {
        Tensor result = Objects.requireNonNull(session.run(Map.of("x", x)).asMap().get(output));
        if (declared.equals(unknown)) {
          return result.copy();
        }
      }
    }
    throw new AssertionError();
  }

  private static Tensor counting(long... dims) {
    Tensor tensor = Tensor.allocate(new TensorSpec(DType.FLOAT32, Shape.of(dims)));
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setLong(i, i);
    }
    return tensor;
  }

  private static void assertIs(Tensor tensor, Shape shape, double... values) {
    assertThat(tensor.shape()).isEqualTo(shape);
    double[] got = new double[values.length];
    for (int i = 0; i < got.length; i++) {
      got[i] = tensor.getDouble(i);
    }
    assertThat(got).containsExactly(values);
  }

  private Tensor slice(Tensor x, int[] begin, int[] end, int[] strides, String masks) {
    ints("begin", begin).ints("end", end).ints("strides", strides);
    node("StridedSlice", "y", "x begin end strides", masks);
    return run("y", x);
  }

  @Test
  void slicesTakeRangesAndIndices() {
    Tensor y =
        slice(
            counting(3, 4, 2),
            new int[] {1, -1, 0},
            new int[] {2, 0, 2},
            new int[] {1, -2, 1},
            "shrink_axis_mask: i: 1; end_mask: i: 4");
    assertIs(y, Shape.of(2, 2), 14, 15, 10, 11);
  }

  @Test
  void slicesTakeMissingEnds() {
    Tensor y =
        slice(
            counting(5),
            new int[] {0},
            new int[] {0},
            new int[] {-2},
            "begin_mask: i: 1; end_mask: i: 1");
    assertIs(y, Shape.of(3), 4, 2, 0);
  }

  @Test
  void slicesTakeTheLastIndex() {
    Tensor y =
        slice(counting(4), new int[] {-1}, new int[] {0}, new int[] {1}, "shrink_axis_mask: i: 1");
    assertIs(y, Shape.scalar(), 3);
  }

  @Test
  void slicesAddAxesAndSkipOthers() {
    Tensor y =
        slice(
            counting(2, 2, 3),
            new int[] {1, 0, 0, 1},
            new int[] {2, 0, 0, 3},
            new int[] {1, 1, 1, 1},
            "ellipsis_mask: i: 2; new_axis_mask: i: 4");
    assertIs(y, Shape.of(1, 2, 1, 2), 7, 8, 10, 11);
  }

  @Test
  void depthGoesToSpaceRowByRow() {
    node("DepthToSpace", "y", "x", "block_size: i: 2");
    assertIs(run("y", counting(1, 1, 2, 4)), Shape.of(1, 2, 4, 1), 0, 1, 4, 5, 2, 3, 6, 7);
  }

  @Test
  void spaceGoesToDepthAndBack() {
    text.append(
        "node { name: \"x\" op: \"Placeholder\" attr { key: \"dtype\" value { type: DT_FLOAT } } }");
    node("SpaceToDepth", "deep", "x", "block_size: i: 2");
    node("DepthToSpace", "y", "deep", "block_size: i: 2");
    Tensor x = counting(2, 4, 2, 3);
    GraphDefImportOptions options =
        GraphDefImportOptions.defaults().withInput("x", x.spec()).withOutputs(List.of("y", "deep"));
    Graph graph = GraphDefImporter.importText("forms.pbtxt", text.toString(), options);
    try (Session session = Session.open(graph)) {
      Map<String, Tensor> results = session.run(Map.of("x", x)).asMap();
      assertThat(results.get("y")).isEqualTo(x);
      Tensor deep = Objects.requireNonNull(results.get("deep"));
      assertThat(deep.shape()).isEqualTo(Shape.of(2, 2, 1, 12));
      assertThat(deep.getDouble(3)).isEqualTo(3);
      assertThat(deep.getDouble(6)).isEqualTo(6);
    }
  }

  @Test
  void valuesAreUnpackedAndPacked() {
    node("Unpack", "parts", "x", "axis: i: -1; num: i: 3");
    node("Pack", "y", "parts:2 parts", "axis: i: 0; N: i: 2");
    assertIs(run("y", counting(2, 3)), Shape.of(2, 2), 2, 5, 0, 3);
  }

  @Test
  void oneSizeOfASplitMayBeTheRest() {
    ints("sizes", 1, -1).scalar("axis", 0);
    node("SplitV", "parts", "x sizes axis", "num_split: i: 2");
    text.append(
        "node { name: \"x\" op: \"Placeholder\" attr { key: \"dtype\" value { type: DT_FLOAT } } }");
    Tensor x = counting(4);
    GraphDefImportOptions options =
        GraphDefImportOptions.defaults().withInput("x", x.spec()).withOutputs(List.of("parts:1"));
    Graph graph = GraphDefImporter.importText("forms.pbtxt", text.toString(), options);
    try (Session session = Session.open(graph)) {
      assertIs(session.run(Map.of("x", x)).only(), Shape.of(3), 1, 2, 3);
    }
  }

  @Test
  void theOldConcatHasItsAxisFirst() {
    scalar("axis", 1);
    node("Concat", "y", "axis x x", "N: i: 2");
    assertIs(run("y", counting(2, 1)), Shape.of(2, 2), 0, 0, 1, 1);
  }

  @Test
  void aSizeOfMinusOneGoesToTheEnd() {
    ints("begin", 1, 0).ints("size", -1, 1);
    node("Slice", "y", "x begin size", "");
    assertIs(run("y", counting(3, 2)), Shape.of(2, 1), 2, 4);
  }

  @Test
  void tilesAreRepeated() {
    ints("counts", 2, 1);
    node("Tile", "y", "x counts", "");
    assertIs(run("y", counting(1, 2)), Shape.of(2, 2), 0, 1, 0, 1);
  }

  @Test
  void aBorderIsMirroredWithItself() {
    node(
        "Const",
        "pads",
        "",
        "value: tensor { dtype: DT_INT32 tensor_shape { dim { size: 1 } dim { size: 2 } } int_val: 1 }");
    node("MirrorPad", "y", "x pads", "mode: s: \"SYMMETRIC\"");
    assertIs(run("y", counting(3)), Shape.of(5), 0, 0, 1, 2, 2);
  }

  @Test
  void shapesAreComputedWhereTheyAreNotKnown() {
    ints("zero", 0).ints("one", 1).scalar("six", 6);
    node("Shape", "shape", "x", "");
    node("StridedSlice", "batch", "shape zero one one", "shrink_axis_mask: i: 1");
    node("Pack", "target", "batch six", "N: i: 2");
    node("Reshape", "y", "x target", "");
    assertIs(run("y", counting(2, 3, 2)), Shape.of(2, 6), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
  }

  @Test
  void floorDivisionRoundsDown() {
    ints("a", -7, 7).ints("b", 2, -2);
    node("FloorDiv", "q", "a b", "");
    node("Cast", "y", "q", "DstT: type: DT_FLOAT");
    node("Mul", "z", "y x", "");
    assertIs(run("z", Tensor.ofFloats(Shape.of(1), 1)), Shape.of(2), -4, -4);
  }

  @Test
  void anOddResultOfATransposedConvolutionLosesACell() {
    ints("sizes", 1, 1, 5, 1);
    node(
        "Const",
        "kernel",
        "",
        "value: tensor { dtype: DT_FLOAT tensor_shape { dim { size: 1 } dim { size: 3 } dim { size: 1 } dim { size: 1 } } float_val: 1 float_val: 10 float_val: 100 }");
    node(
        "Conv2DBackpropInput",
        "y",
        "sizes kernel x",
        "padding: s: \"SAME\"; strides: list { i: 1 i: 1 i: 2 i: 1 }");
    // The window of cell i begins at 2 i - 1.
    assertIs(
        run("y", Tensor.ofFloats(Shape.of(1, 1, 3, 1), 1, 2, 3)),
        Shape.of(1, 1, 5, 1),
        10,
        102,
        20,
        203,
        30);
  }

  @Test
  void leakyReluHasADefaultSlope() {
    node("LeakyRelu", "y", "x", "");
    assertIs(run("y", Tensor.ofFloats(Shape.of(2), -5, 5)), Shape.of(2), -1, 5);
  }

  @Test
  void imagesAreResizedAtTheirCorners() {
    ints("size", 1, 3);
    node("ResizeBilinear", "y", "x size", "align_corners: b: true");
    assertIs(run("y", counting(1, 1, 2, 1)), Shape.of(1, 1, 3, 1), 0, 0.5, 1);
  }
}
