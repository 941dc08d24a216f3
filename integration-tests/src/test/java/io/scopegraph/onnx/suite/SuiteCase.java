package io.scopegraph.onnx.suite;

import io.scopegraph.onnx.OnnxTensors;
import io.scopegraph.onnx.proto.GraphProto;
import io.scopegraph.onnx.proto.ModelProto;
import io.scopegraph.onnx.proto.TensorProto;
import io.scopegraph.onnx.proto.TypeProto;
import io.scopegraph.onnx.proto.ValueInfoProto;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// A model with inputs and the outputs that are right for them.
///
/// @param data folders with a set of inputs and outputs each; for the light models, whose inputs
///   are generated, the file with the output
record SuiteCase(String name, Path model, List<Path> data) {
  /// The cases of a suite, which are folders.
  static List<SuiteCase> ofFolders(Path suite) throws IOException {
    List<SuiteCase> cases = new ArrayList<>();
    for (Path folder : children(suite, "test_")) {
      cases.add(
          new SuiteCase(
              folder.getFileName().toString(),
              folder.resolve("model.onnx"),
              children(folder, "test_data_set_")));
    }
    return cases;
  }

  /// The light models, which are files beside each other.
  static List<SuiteCase> ofLightModels(Path suite) throws IOException {
    List<SuiteCase> cases = new ArrayList<>();
    for (Path file : children(suite, "light_")) {
      String name = file.getFileName().toString();
      if (name.endsWith(".onnx")) {
        String base = name.substring(0, name.length() - ".onnx".length());
        cases.add(new SuiteCase(base, file, List.of(suite.resolve(base + "_output_0.pb"))));
      }
    }
    return cases;
  }

  private static List<Path> children(Path folder, String prefix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .sorted()
          .toList();
    }
  }

  GraphProto graph() throws IOException {
    return ModelProto.parseFrom(Files.readAllBytes(model)).getGraph();
  }

  /// The inputs of one set of data, by name. A set without files holds what the light models take:
  /// i / n at position i of n.
  static Map<String, Tensor> inputs(GraphProto graph, Path data) {
    Set<String> weights = new HashSet<>();
    graph.getInitializerList().stream().map(TensorProto::getName).forEach(weights::add);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (ValueInfoProto input : graph.getInputList()) {
      if (weights.contains(input.getName())) {
        continue;
      }
      Path file = data.resolve("input_" + inputs.size() + ".pb");
      inputs.put(
          input.getName(),
          Files.isDirectory(data) ? OnnxTensors.readFile(file) : ramp(input.getType()));
    }
    return inputs;
  }

  static Map<String, Tensor> outputs(GraphProto graph, Path data) {
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    for (ValueInfoProto output : graph.getOutputList()) {
      Path file = Files.isDirectory(data) ? data.resolve("output_" + outputs.size() + ".pb") : data;
      outputs.put(output.getName(), OnnxTensors.readFile(file));
    }
    return outputs;
  }

  private static Tensor ramp(TypeProto type) {
    long[] dims =
        type.getTensorType().getShape().getDimList().stream()
            .mapToLong(dim -> dim.getDimValue())
            .toArray();
    Shape shape = Shape.of(dims);
    float[] values = new float[Math.toIntExact(shape.elementCount())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((double) i / values.length);
    }
    return Tensor.ofFloats(shape, values);
  }
}
