package io.scopegraph.onnx;

import static io.scopegraph.onnx.TestModel.integer;
import static io.scopegraph.onnx.TestModel.ints;
import static io.scopegraph.onnx.TestModel.number;
import static io.scopegraph.onnx.TestModel.tensor;
import static io.scopegraph.onnx.TestModel.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Small valid models that damaged ones are made of.
final class SampleModels {
  private static final long MAX_SIZE = 64 << 10;

  private SampleModels() {}

  static List<byte[]> builtIn() {
    return Stream.of(withManyForms(), withWindows(), withOldForms(), withShapeArithmetic())
        .map(TestModel::bytes)
        .toList();
  }

  /// Published models, if the folder with them is there; large ones are left out.
  static List<byte[]> published() throws IOException {
    Path shared = Path.of(System.getProperty("scopegraph.shared", "../../shared"));
    List<byte[]> models = new ArrayList<>();
    for (String folder :
        new String[] {"models/mnist-onnx", "onnx/node", "onnx/pytorch-converted"}) {
      Path root = shared.resolve(folder);
      if (!Files.isDirectory(root)) {
        continue;
      }
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file :
            files.filter(path -> path.toString().endsWith(".onnx")).sorted().toList()) {
          if (Files.size(file) <= MAX_SIZE) {
            models.add(Files.readAllBytes(file));
          }
        }
      }
    }
    return models;
  }

  static TestModel withManyForms() {
    return TestModel.opset(18)
        .weight("k", 4, 3)
        .input("x", -1, 4, 6, 6)
        .weight("w", 4, 2, 3, 3)
        .weight("b", 4)
        .longs("axes", 2, 3)
        .longs("shape", 0, -1)
        .node("Conv", "x w b", "c", integer("group", 2), ints("pads", 1, 1, 1, 1))
        .node("BatchNormalization", "c b b b b", "n", number("epsilon", 0.1f))
        .node("HardSigmoid", "n", "h")
        .node("Mul", "n h", "m")
        .node("ReduceMean", "m axes", "r", integer("keepdims", 0))
        .node("Reshape", "r shape", "f")
        .node("Gemm", "f k", "g", integer("transB", 0))
        .node("Softmax", "g", "y")
        .node(
            "Constant",
            "",
            "unused",
            tensor("value", tensor(7, "", 2).addInt64Data(1).addInt64Data(2)))
        .output("y");
  }

  static TestModel withWindows() {
    return TestModel.opset(13)
        .input("x", 1, 3, 9, 9)
        .weight("w", 3, 2, 2, 2)
        .node(
            "MaxPool",
            "x",
            "p",
            ints("kernel_shape", 3, 3),
            ints("strides", 2, 2),
            text("auto_pad", "SAME_UPPER"))
        .node("ConvTranspose", "p w", "t", ints("strides", 2, 2), ints("output_shape", 9, 9))
        .node("AveragePool", "t", "a", ints("kernel_shape", 2, 2), integer("ceil_mode", 1))
        .node("GlobalAveragePool", "a", "g")
        .node("Resize", "x _ scales", "r", text("mode", "linear"))
        .initializer(
            tensor(1, "scales", 4)
                .addFloatData(1)
                .addFloatData(1)
                .addFloatData(2)
                .addFloatData(1.5f))
        .node("LRN", "r", "l", integer("size", 3))
        .output("g")
        .output("l");
  }

  static TestModel withOldForms() {
    return TestModel.opset(6)
        .input("x", 2, 3, 4)
        .weight("b", 3)
        .node("Add", "x b", "s", integer("axis", 1), integer("broadcast", 1))
        .node("Clip", "s", "c", number("min", 0), number("max", 6))
        .node("Softmax", "c", "d")
        .node("Slice", "d", "e", ints("starts", 0, 1), ints("ends", 9, 2), ints("axes", 0, 2))
        .node("Pad", "e", "y", ints("pads", 0, 0, 1, 0, 0, 2))
        .output("y");
  }

  static TestModel withShapeArithmetic() {
    return TestModel.opset(13)
        .input("x", -1, 3, -1, 8)
        .longs("index", 2)
        .longs("eight", 8)
        .longs("repeats", 1, 2)
        .longs("starts", -4)
        .longs("ends", Long.MAX_VALUE)
        .longs("last", 3)
        .node("Shape", "x", "s")
        .node("Gather", "s index", "h")
        .node("Concat", "h eight", "t", integer("axis", 0))
        .node("ConstantOfShape", "t", "c", tensor("value", tensor(1, "", 1).addFloatData(2)))
        .node("Transpose", "x", "p", ints("perm", 0, 2, 1, 3))
        .node("Slice", "p starts ends last", "q")
        .node("Split", "x", "a d", integer("axis", 3))
        .node("Tile", "c repeats", "u")
        .node("Expand", "eight t", "v")
        .output("q")
        .output("d")
        .output("u")
        .output("v");
  }
}
