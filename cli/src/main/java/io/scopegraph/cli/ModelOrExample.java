package io.scopegraph.cli;

import io.scopegraph.examples.ExampleGraphs;
import io.scopegraph.graph.Graph;
import io.scopegraph.io.ModelFormatException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Graphs of files and, where there is no such file, of examples.
final class ModelOrExample {
  private ModelOrExample() {}

  /// The graph.
  ///
  /// @throws ModelFormatException if it is not a model, or neither file nor example
  static Graph load(Path model) {
    String name = model.toString();
    if (Files.exists(model)) {
      return ModelArguments.load(model);
    }
    if (ExampleGraphs.all().containsKey(name)) {
      return ExampleGraphs.graph(name);
    }
    throw ModelFormatException.of(
        name,
        "no such file, and no such example; the examples are "
            + String.join(", ", ExampleGraphs.all().keySet()));
  }
}
