package io.scopegraph.cli;

import io.scopegraph.graph.Graph;
import io.scopegraph.runtime.SessionOptions;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// The model and where it runs; shared by the commands that take a model.
final class ModelArguments {
  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "An ONNX file, or a TensorFlow GraphDef (.pb, .pbtxt).")
  private Path model = Path.of("");

  @Mixin private DeviceArguments device = new DeviceArguments();

  Path path() {
    return model;
  }

  /// Reads the model.
  ///
  /// @throws io.scopegraph.io.ModelFormatException if it is not a model
  Graph load() {
    return load(model);
  }

  /// Reads a model of any format that is known.
  ///
  /// @throws io.scopegraph.io.ModelFormatException if it is not a model
  static Graph load(Path file) {
    return ModelFormat.of(file).load(file);
  }

  /// The format and its version in the user's words.
  String format() {
    return ModelFormat.of(model).describe(model);
  }

  SessionOptions.Builder options() {
    return device.options();
  }
}
