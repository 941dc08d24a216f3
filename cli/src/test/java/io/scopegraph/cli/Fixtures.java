package io.scopegraph.cli;

import io.scopegraph.onnx.proto.AttributeProto;
import io.scopegraph.onnx.proto.GraphProto;
import io.scopegraph.onnx.proto.ModelProto;
import io.scopegraph.onnx.proto.NodeProto;
import io.scopegraph.onnx.proto.OperatorSetIdProto;
import io.scopegraph.onnx.proto.TensorShapeProto;
import io.scopegraph.onnx.proto.TypeProto;
import io.scopegraph.onnx.proto.ValueInfoProto;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import javax.imageio.ImageIO;

/// Files that users feed to the commands.
final class Fixtures {
  private Fixtures() {}

  /// A model of one input, `x`, float32 with three channels.
  static Path classifier(Path folder) throws IOException {
    Path file = folder.resolve("classifier.onnx");
    try (InputStream stream =
        Fixtures.class.getResourceAsStream("/models/ch_ppocr_mobile_v2.0_cls_infer.onnx")) {
      Files.write(file, Objects.requireNonNull(stream).readAllBytes());
    }
    return file;
  }

  /// A model of one node called `strange` that maps x to y, each of four floats.
  static Path oneNode(Path folder, String opType) throws IOException {
    return oneNode(folder, NodeProto.newBuilder().setOpType(opType), 4);
  }

  /// A model of one pooling node called `strange`, whose windows have gaps.
  static Path dilatedPool(Path folder) throws IOException {
    NodeProto.Builder pool =
        NodeProto.newBuilder()
            .setOpType("MaxPool")
            .addAttribute(pair("kernel_shape"))
            .addAttribute(pair("dilations"));
    return oneNode(folder, pool, 1, 1, 4, 4);
  }

  private static AttributeProto pair(String name) {
    return AttributeProto.newBuilder().setName(name).addInts(2).addInts(2).build();
  }

  private static Path oneNode(Path folder, NodeProto.Builder node, int... dims) throws IOException {
    ModelProto model =
        ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
            .setGraph(
                GraphProto.newBuilder()
                    .setName("g")
                    .addInput(value("x", dims))
                    .addOutput(ValueInfoProto.newBuilder().setName("y"))
                    .addNode(node.setName("strange").addInput("x").addOutput("y")))
            .build();
    return Files.write(folder.resolve("one-node.onnx"), model.toByteArray());
  }

  private static ValueInfoProto value(String name, int... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int dim : dims) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(dim));
    }
    TypeProto.Tensor tensor = TypeProto.Tensor.newBuilder().setElemType(1).setShape(shape).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  /// A white picture.
  static Path picture(Path folder, String name, int width, int height) throws IOException {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] white = new int[width * height];
    Arrays.fill(white, 0xFFFFFF);
    picture.setRGB(0, 0, width, height, white, 0, width);
    Path file = folder.resolve(name);
    ImageIO.write(picture, "png", file.toFile());
    return file;
  }

  /// A copy of the first half of a file.
  static Path half(Path file, String name) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return Files.write(file.resolveSibling(name), Arrays.copyOf(bytes, bytes.length / 2));
  }
}
