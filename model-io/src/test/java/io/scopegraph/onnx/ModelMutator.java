package io.scopegraph.onnx;

import com.google.protobuf.InvalidProtocolBufferException;
import io.scopegraph.onnx.proto.AttributeProto;
import io.scopegraph.onnx.proto.GraphProto;
import io.scopegraph.onnx.proto.ModelProto;
import io.scopegraph.onnx.proto.NodeProto;
import io.scopegraph.onnx.proto.TensorProto;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Damages models: half of them in their bytes, so that parsing fails, the other half in their
/// messages, so that parsing succeeds and the contents are wrong.
final class ModelMutator {
  private static final long[] EXTREMES = {
    0,
    1,
    -1,
    2,
    3,
    5,
    7,
    64,
    65,
    1 << 20,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 40,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private static final float[] EXTREME_NUMBERS = {
    0, -1, 1e-30f, 1e30f, Float.NaN, Float.POSITIVE_INFINITY
  };

  private final List<byte[]> models;
  private final List<String> types = List.copyOf(OpImporters.BY_TYPE.keySet());

  ModelMutator(List<byte[]> models) {
    this.models = models;
  }

  byte[] mutate(SplittableRandom random) {
    byte[] model = models.get(random.nextInt(models.size()));
    int times = 1 + random.nextInt(4);
    boolean inBytes = random.nextBoolean();
    for (int i = 0; i < times; i++) {
      model = inBytes ? bytes(model, random) : messages(model, random);
    }
    return model;
  }

  private byte[] bytes(byte[] model, SplittableRandom random) {
    if (model.length == 0) {
      return model;
    }
    byte[] result = model.clone();
    int at = random.nextInt(model.length);
    int length = Math.min(1 + random.nextInt(16), model.length - at);
    switch (random.nextInt(6)) {
      case 0 -> result[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> result[at] = (byte) random.nextInt(256);
      case 2 -> Arrays.fill(result, at, at + length, (byte) 0xFF);
      case 3 -> result = Arrays.copyOf(model, at);
      case 4 -> {
        result = Arrays.copyOf(model, model.length - length);
        System.arraycopy(model, at + length, result, at, model.length - at - length);
      }
      default -> {
        byte[] other = models.get(random.nextInt(models.size()));
        int from = random.nextInt(other.length);
        int count = Math.min(length, other.length - from);
        result = Arrays.copyOf(model, model.length + count);
        System.arraycopy(other, from, result, at, count);
        System.arraycopy(model, at, result, at + count, model.length - at);
      }
    }
    return result;
  }

  private byte[] messages(byte[] model, SplittableRandom random) {
    ModelProto.Builder builder;
    try {
      builder = ModelProto.parseFrom(model).toBuilder();
    } catch (InvalidProtocolBufferException e) {
      return model;
    }
    GraphProto.Builder graph = builder.getGraph().toBuilder();
    switch (random.nextInt(8)) {
      case 0 -> {
        if (builder.getOpsetImportCount() > 0) {
          long version = 5L + random.nextInt(20);
          builder.setOpsetImport(0, builder.getOpsetImport(0).toBuilder().setVersion(version));
        }
      }
      case 1 -> mutateInput(graph, random);
      case 2 -> mutateInitializer(graph, random);
      default -> mutateNode(graph, random);
    }
    return builder.setGraph(graph).build().toByteArray();
  }

  private static void mutateInput(GraphProto.Builder graph, SplittableRandom random) {
    if (graph.getInputCount() == 0) {
      return;
    }
    int at = random.nextInt(graph.getInputCount());
    var input = graph.getInput(at).toBuilder();
    var tensor = input.getType().getTensorType().toBuilder();
    var shape = tensor.getShape().toBuilder();
    switch (random.nextInt(4)) {
      case 0 -> tensor.setElemType(random.nextInt(20));
      case 1 -> tensor.clearShape();
      case 2 -> {
        shape.addDimBuilder().setDimValue(extreme(random));
        tensor.setShape(shape);
      }
      default -> {
        if (shape.getDimCount() > 0) {
          int axis = random.nextInt(shape.getDimCount());
          shape.setDim(axis, shape.getDim(axis).toBuilder().setDimValue(extreme(random)));
          tensor.setShape(shape);
        }
      }
    }
    graph.setInput(at, input.setType(input.getType().toBuilder().setTensorType(tensor)));
  }

  private static void mutateInitializer(GraphProto.Builder graph, SplittableRandom random) {
    if (graph.getInitializerCount() == 0) {
      return;
    }
    int at = random.nextInt(graph.getInitializerCount());
    TensorProto.Builder tensor = graph.getInitializer(at).toBuilder();
    switch (random.nextInt(5)) {
      case 0 -> tensor.setDataType(random.nextInt(20));
      case 1 -> tensor.addDims(extreme(random));
      case 2 -> {
        if (tensor.getDimsCount() > 0) {
          tensor.setDims(random.nextInt(tensor.getDimsCount()), extreme(random));
        }
      }
      case 3 -> tensor.setDataLocation(1);
      default -> {
        if (tensor.getInt64DataCount() > 0) {
          tensor.setInt64Data(random.nextInt(tensor.getInt64DataCount()), extreme(random));
        }
      }
    }
    graph.setInitializer(at, tensor);
  }

  private void mutateNode(GraphProto.Builder graph, SplittableRandom random) {
    if (graph.getNodeCount() == 0) {
      return;
    }
    int at = random.nextInt(graph.getNodeCount());
    NodeProto.Builder node = graph.getNode(at).toBuilder();
    switch (random.nextInt(6)) {
      case 0 -> node.setOpType(types.get(random.nextInt(types.size())));
      case 1 -> {
        if (node.getInputCount() > 0) {
          node.setInput(random.nextInt(node.getInputCount()), someName(graph, random));
        }
      }
      case 2 -> node.addInput(someName(graph, random));
      case 3 -> {
        if (node.getOutputCount() > 0) {
          node.setOutput(random.nextInt(node.getOutputCount()), someName(graph, random));
        }
      }
      default -> {
        if (node.getAttributeCount() > 0) {
          int which = random.nextInt(node.getAttributeCount());
          node.setAttribute(which, mutate(node.getAttribute(which).toBuilder(), random));
        }
      }
    }
    graph.setNode(at, node);
  }

  private static AttributeProto.Builder mutate(
      AttributeProto.Builder attribute, SplittableRandom random) {
    switch (random.nextInt(6)) {
      case 0 -> attribute.setType(random.nextInt(12));
      case 1 -> attribute.setI(extreme(random));
      case 2 -> attribute.addInts(extreme(random));
      case 3 -> attribute.setF(EXTREME_NUMBERS[random.nextInt(EXTREME_NUMBERS.length)]);
      case 4 -> attribute.clearType();
      default -> {
        if (attribute.getIntsCount() > 0) {
          attribute.setInts(random.nextInt(attribute.getIntsCount()), extreme(random));
        }
      }
    }
    return attribute;
  }

  private static String someName(GraphProto.Builder graph, SplittableRandom random) {
    if (random.nextInt(8) == 0 || graph.getNodeCount() == 0) {
      return "";
    }
    NodeProto node = graph.getNode(random.nextInt(graph.getNodeCount()));
    return random.nextBoolean() && node.getInputCount() > 0
        ? node.getInput(random.nextInt(node.getInputCount()))
        : node.getOutputCount() > 0 ? node.getOutput(0) : "";
  }

  private static long extreme(SplittableRandom random) {
    return EXTREMES[random.nextInt(EXTREMES.length)];
  }
}
