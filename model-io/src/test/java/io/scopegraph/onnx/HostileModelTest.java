package io.scopegraph.onnx;

import static io.scopegraph.onnx.TestModel.integer;
import static io.scopegraph.onnx.TestModel.ints;
import static io.scopegraph.onnx.TestModel.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.scopegraph.graph.Graph;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.op.UnsupportedOpException;
import io.scopegraph.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Models that are made to do harm.
final class HostileModelTest {
  @Test
  void everyTruncationIsRefused() {
    byte[] whole = SampleModels.withManyForms().bytes();
    OnnxImporter.importBytes("whole.onnx", whole);
    int graphs = 0;
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      try {
        OnnxImporter.importBytes("part.onnx", part);
        graphs++;
      } catch (ModelFormatException e) {
        assertThat(e).hasMessageStartingWith("part.onnx");
      }
    }
    assertThat(graphs).isZero();
  }

  @Test
  void hugeShapesAreNotMaterialised() {
    Graph graph =
        TestModel.opset(13)
            .longs("dims", 1 << 20, 1 << 20)
            .input("x", 1)
            .longs("repeats", 1L << 40)
            .longs("pads", 1 << 30, 1 << 30)
            .node("ConstantOfShape", "dims", "c")
            .node("Expand", "x dims", "e")
            .node("Tile", "x repeats", "t")
            .node("Pad", "x pads", "p")
            .output("c")
            .output("e")
            .output("t")
            .output("p")
            .load();

    assertThat(graph.spec(graph.value("e")).shape()).isEqualTo(Shape.of(1 << 20, 1 << 20));
    assertThat(graph.spec(graph.value("t")).shape()).isEqualTo(Shape.of(1L << 40));
  }

  @Test
  void sizesThatExceed63BitsAreRefused() {
    long huge = Long.MAX_VALUE;
    assertRefused(
        TestModel.opset(13)
            .input("x", huge, huge)
            .node("Size", "x", "n")
            .node("Flatten", "x", "y", integer("axis", 0)));
    assertRefused(
        TestModel.opset(13).longs("r", huge, huge).input("x", 2, 2).node("Tile", "x r", "y"));
    assertRefused(
        TestModel.opset(13).input("x", huge).node("Concat", "x x", "y", integer("axis", 0)));
    assertRefused(TestModel.opset(13).input("x", huge).longs("p", 1, 1).node("Pad", "x p", "y"));
    assertRefused(
        TestModel.opset(13)
            .input("x", 1, 1, huge, huge)
            .weight("w", 1, 1, 1, 1)
            .node("ConvTranspose", "x w", "y", ints("strides", 1 << 30, 1 << 30)));
  }

  @Test
  void attributesOutOfRangeAreRefused() {
    assertRefused(
        TestModel.opset(13).input("x", 2).node("Concat", "x", "y", integer("axis", 1L << 40)));
    assertRefused(TestModel.opset(13).input("x", 2).node("Flatten", "x", "y", integer("axis", -9)));
    assertRefused(
        TestModel.opset(13)
            .input("x", 1, 1, 4, 4)
            .node("MaxPool", "x", "y", ints("kernel_shape", 2, 2), ints("strides", 0, 1)));
    assertRefused(
        TestModel.opset(13)
            .input("x", 1, 1, 4, 4)
            .node("MaxPool", "x", "y", ints("kernel_shape", 2, 2), ints("strides", 1)));
    assertRefused(
        TestModel.opset(13)
            .input("x", 1, 1, 4, 4)
            .weight("w", 1, 1, 3, 3)
            .node("Conv", "x w", "y", integer("group", Integer.MIN_VALUE)));
    assertRefused(TestModel.opset(13).input("x", 1, 4, 4, 4).node("DepthToSpace", "x", "y"));
  }

  @Test
  void absurdRanksAreRefused() {
    long[] dims = new long[1000];
    Arrays.fill(dims, 1);
    TestModel wide = TestModel.opset(13).input("x", dims).node("Relu", "x", "y").output("y");
    assertThatThrownBy(wide::load)
        .isInstanceOf(UnsupportedOpException.class)
        .hasMessageContaining("rank 1000 is not supported");
    assertRefused(TestModel.opset(13).input("x", 1).longs("s", dims).node("Reshape", "x s", "y"));
    assertRefused(
        TestModel.opset(13)
            .initializer(tensor(1, "w", dims).addFloatData(1))
            .node("Relu", "w", "y"));
    assertRefused(
        TestModel.opset(12).input("x", 1).node("Unsqueeze", "x", "y", ints("axes", dims)));
  }

  @Test
  void missingOperandsAreRefused() {
    for (String type : OpImporters.BY_TYPE.keySet()) {
      for (String inputs : new String[] {"", "_", "_ x", "x _ x"}) {
        TestModel model = TestModel.opset(13).input("x", 2, 3, 4, 5).node(type, inputs, "y");
        try {
          model.output("y").load();
        } catch (ModelFormatException | UnsupportedOpException e) {
          assertThat(e).hasMessageContaining(type);
        }
      }
    }
  }

  @Test
  void nestingIsBounded() {
    ByteArrayOutputStream groups = new ByteArrayOutputStream();
    for (int depth = 0; depth < 100_000; depth++) {
      groups.write((((50 << 3) | 3) & 0x7F) | 0x80);
      groups.write((50 << 3) >> 7);
    }

    assertThatThrownBy(() -> OnnxImporter.importBytes("deep.onnx", groups.toByteArray()))
        .isInstanceOf(ModelFormatException.class);
  }

  @Test
  void lengthsPastTheEndTakeNoMemory() {
    byte[] bytes = {0x3A, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 7, 1};

    assertThatThrownBy(() -> OnnxImporter.importBytes("long.onnx", bytes))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("at byte");
  }

  @Test
  void equalNamesDoNotTakeQuadraticTime() {
    TestModel model = TestModel.opset(13).input("x", 2);
    for (int i = 0; i < 50_000; i++) {
      model.node("Relu", "x", "y" + i);
    }

    assertThat(model.output("y49999").load().nodes()).hasSize(50_001);
  }

  @Test
  void messagesAreMadeOfWhatWasFound() {
    byte[] name = "a\u0000b%s%n\uD800".getBytes(StandardCharsets.UTF_16BE);
    TestModel model =
        TestModel.opset(13)
            .input("x", 2)
            .node("Concat", "x x", "y", TestModel.text("axis", "%s"))
            .initializer(tensor(1, "%d", 2).setRawData(ByteString.copyFrom(name)));

    assertRefused(model);
  }

  private static void assertRefused(TestModel model) {
    assertThatThrownBy(() -> model.output("y").load()).isInstanceOf(ModelFormatException.class);
  }
}
