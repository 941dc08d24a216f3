package io.scopegraph.cli;

import io.scopegraph.graph.Graph;
import io.scopegraph.onnx.OnnxImporter;
import io.scopegraph.runtime.SessionOptions;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The model and where it runs; shared by the commands that take a model.
final class ModelArguments {
  @Parameters(index = "0", paramLabel = "MODEL", description = "An ONNX file.")
  private Path model = Path.of("");

  @Option(
      names = "--device",
      defaultValue = "auto",
      description = "Where to run: auto or cpu (default: ${DEFAULT-VALUE}).")
  private String device = "auto";

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "Threads of the cpu device; 0 for one a processor (default: ${DEFAULT-VALUE}).")
  private int threads;

  Path path() {
    return model;
  }

  /// Reads the model.
  ///
  /// @throws io.scopegraph.io.ModelFormatException if it is not a model
  Graph load() {
    return OnnxImporter.importFile(model);
  }

  SessionOptions options() {
    return SessionOptions.defaults().withDevice(device).withThreads(threads);
  }
}
