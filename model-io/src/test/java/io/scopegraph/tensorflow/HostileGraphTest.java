package io.scopegraph.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import io.scopegraph.graph.Graph;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.op.UnsupportedOpException;
import io.scopegraph.tensorflow.proto.AttrValue;
import io.scopegraph.tensorflow.proto.GraphDef;
import io.scopegraph.tensorflow.proto.NodeDef;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Graphs that are damaged or made to do harm: each is imported or refused by one of the two
/// exceptions, within memory in proportion to its size.
final class HostileGraphTest {
  private static final int GRAPHS = 6_000;
  private static final long SEED = 20_260_101;

  /// Covers what the JVM takes when code runs for the first time, and constants in their short
  /// form.
  private static final long FIXED_MEMORY = 160 << 20;

  private static final long MEMORY_PER_BYTE = 2_000;

  private static final long[] EXTREMES = {
    0,
    1,
    -1,
    2,
    3,
    7,
    64,
    65,
    1 << 20,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private static final List<String> TYPES = List.copyOf(OpImporters.BY_TYPE.keySet());

  private final ThreadMXBean memory = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  private static GraphText sample() {
    String same = "padding: s: \"SAME\"";
    String strides = "strides: list { i: 1 i: 2 i: 2 i: 1 }";
    return new GraphText()
        .input("x", -1, 8, 8, 4)
        .filled("kernel", 0.5, 3, 3, 4, 6)
        .filled("bias", 0.1, 6)
        .ints("size", 2, 8, 8, 4)
        .ints("axes", 1, 2)
        .ints("begin", 0, 1)
        .ints("end", 0, 3)
        .ints("steps", 1, 2)
        .ints("pads", 1, 1)
        .scalar("axis", 3)
        .node("Conv2D", "conv", "x kernel", same, strides)
        .node("BiasAdd", "biased", "conv bias")
        .node("Relu6", "act", "biased")
        .node("MaxPool", "pool", "act", same, strides, "ksize: list { i: 1 i: 3 i: 3 i: 1 }")
        .node("Conv2DBackpropInput", "up", "size kernel act", same, strides)
        .node("Mean", "mean", "act axes", "keep_dims: b: false")
        .node("StridedSlice", "slice", "mean begin end steps", "begin_mask: i: 1", "end_mask: i: 1")
        .node("Split", "split", "axis act", "num_split: i: 3")
        .node("Pack", "pack", "split split:1", "axis: i: 1", "N: i: 2")
        .node("DepthToSpace", "d2s", "x", "block_size: i: 2")
        .node("Shape", "shape", "d2s")
        .node("Reshape", "flat", "d2s shape")
        .node("ResizeBilinear", "resize", "x axes")
        .node("Unpack", "unpack", "x", "axis: i: 3", "num: i: 4")
        .node("VariableV2", "v", "", "dtype: type: DT_FLOAT", "shape: " + GraphText.shape(2, 2))
        .node("Assign", "assign", "v bias")
        .node("MatMul", "product", "v v", "transpose_a: b: true")
        .node("Tile", "tile", "product axes")
        .node("LRN", "lrn", "x")
        .scalar("zero", 0)
        .node("GatherV2", "gather", "product begin zero");
  }

  private static byte[] bytes() {
    return GraphDefFile.text("sample", sample().toString()).toByteArray();
  }

  private static Graph load(byte[] graph) {
    return GraphDefImporter.importBytes("damaged.pb", graph, GraphDefImportOptions.defaults());
  }

  @Test
  void everyTruncationIsRefusedOrWhole() {
    byte[] whole = bytes();
    assertThat(load(whole).outputs()).isNotEmpty();
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      try {
        load(part);
      } catch (ModelFormatException e) {
        assertThat(e).hasMessageStartingWith("damaged.pb");
      } catch (UnsupportedOpException e) {
        assertThat(e.ops()).isNotEmpty();
      }
    }
  }

  @Test
  void damagedBytes() {
    byte[] whole = bytes();
    run(random -> {
      byte[] damaged = whole.clone();
      for (int times = 1 + random.nextInt(4); times > 0; times--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      return damaged;
    });
  }

  @Test
  void damagedMessages() {
    GraphDef whole = GraphDefFile.text("sample", sample().toString());
    run(random -> {
      GraphDef.Builder graph = whole.toBuilder();
      for (int times = 1 + random.nextInt(3); times > 0; times--) {
        int at = random.nextInt(graph.getNodeCount());
        graph.setNode(at, mutate(graph, graph.getNode(at).toBuilder(), random));
      }
      return graph.build().toByteArray();
    });
  }

  @Test
  void damagedText() {
    byte[] whole = sample().toString().getBytes(StandardCharsets.US_ASCII);
    SplittableRandom random = new SplittableRandom(SEED);
    int graphs = 0;
    for (int i = 0; i < GRAPHS / 4; i++) {
      byte[] damaged = whole.clone();
      for (int times = 1 + random.nextInt(3); times > 0; times--) {
        damaged[random.nextInt(damaged.length)] = (byte) (32 + random.nextInt(95));
      }
      String text = new String(damaged, StandardCharsets.US_ASCII);
      try {
        GraphDefImporter.importText("damaged.pbtxt", text, GraphDefImportOptions.defaults());
        graphs++;
      } catch (ModelFormatException e) {
        assertThat(e).hasMessageStartingWith("damaged.pbtxt");
      } catch (UnsupportedOpException e) {
        assertThat(e.ops()).isNotEmpty();
      } catch (RuntimeException | Error e) {
        fail("graph %d: %s".formatted(i, text), e);
      }
    }
    assertThat(graphs).isPositive();
  }

  private interface Mutation {
    byte[] damage(SplittableRandom random);
  }

  private void run(Mutation mutation) {
    SplittableRandom seeds = new SplittableRandom(SEED);
    int graphs = 0;
    int unsupported = 0;
    for (int i = 0; i < GRAPHS; i++) {
      long seed = seeds.nextLong();
      byte[] graph = mutation.damage(new SplittableRandom(seed));
      long before = memory.getCurrentThreadAllocatedBytes();
      try {
        load(graph);
        graphs++;
      } catch (UnsupportedOpException e) {
        unsupported++;
      } catch (ModelFormatException e) {
        assertThat(e).hasMessageStartingWith("damaged.pb");
      } catch (RuntimeException | Error e) {
        fail("seed %d".formatted(seed), e);
      }
      assertThat(memory.getCurrentThreadAllocatedBytes() - before)
          .as("memory taken for %d bytes, seed %d", graph.length, seed)
          .isLessThan(FIXED_MEMORY + MEMORY_PER_BYTE * graph.length);
    }
    System.out.printf(
        "%d damaged graphs: %d imported, %d unsupported, %d refused%n",
        GRAPHS, graphs, unsupported, GRAPHS - graphs - unsupported);
    assertThat(graphs).isPositive().isLessThan(GRAPHS);
  }

  private static NodeDef.Builder mutate(
      GraphDef.Builder graph, NodeDef.Builder node, SplittableRandom random) {
    String other = graph.getNode(random.nextInt(graph.getNodeCount())).getName();
    switch (random.nextInt(5)) {
      case 0 -> node.setOp(TYPES.get(random.nextInt(TYPES.size())));
      case 1 -> {
        if (node.getInputCount() > 0) {
          node.setInput(random.nextInt(node.getInputCount()), other);
        }
      }
      case 2 -> node.addInput(other);
      default -> {
        List<String> keys = new ArrayList<>(node.getAttrMap().keySet());
        if (!keys.isEmpty()) {
          String key = keys.get(random.nextInt(keys.size()));
          node.putAttr(key, mutate(node.getAttrOrThrow(key).toBuilder(), random));
        }
      }
    }
    return node;
  }

  private static AttrValue mutate(AttrValue.Builder value, SplittableRandom random) {
    long extreme = EXTREMES[random.nextInt(EXTREMES.length)];
    switch (value.getValueCase()) {
      case LIST -> {
        if (value.getList().getICount() > 0) {
          int at = random.nextInt(value.getList().getICount());
          value.setList(value.getList().toBuilder().setI(at, extreme));
        }
      }
      case I -> value.setI(extreme);
      case TENSOR -> {
        var tensor = value.getTensor().toBuilder();
        switch (random.nextInt(4)) {
          case 0 -> tensor.setDtypeValue(random.nextInt(25));
          case 1 -> tensor.getTensorShapeBuilder().addDimBuilder().setSize(extreme);
          case 2 -> tensor.clearTensorShape();
          default -> {
            if (tensor.getIntValCount() > 0) {
              tensor.setIntVal(random.nextInt(tensor.getIntValCount()), (int) extreme);
            }
          }
        }
        value.setTensor(tensor);
      }
      case SHAPE -> {
        var shape = value.getShape().toBuilder();
        shape.addDimBuilder().setSize(extreme);
        value.setShape(shape);
      }
      case TYPE -> value.setTypeValue(random.nextInt(130));
      case B -> value.setI(extreme);
      case S, F, PLACEHOLDER, FUNC, VALUE_NOT_SET -> value.setF((float) extreme);
    }
    return value.build();
  }

  @Test
  void aSmallFileMakesNoLargeConstants() {
    GraphText text = new GraphText();
    for (int i = 0; i < 200; i++) {
      text.filled("c" + i, i, 1 << 20, 1 << 20);
    }
    text.node("AddN", "y", "c0 c1");
    long before = memory.getCurrentThreadAllocatedBytes();
    text.load("y");
    assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(FIXED_MEMORY);
  }
}
