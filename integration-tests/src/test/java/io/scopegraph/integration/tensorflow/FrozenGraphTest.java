package io.scopegraph.integration.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.scopegraph.graph.Graph;
import io.scopegraph.runtime.Session;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensorflow.ExportedGraph;
import io.scopegraph.tensorflow.GraphDefExporter;
import io.scopegraph.tensorflow.GraphDefImportOptions;
import io.scopegraph.tensorflow.GraphDefImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A published super-resolution network against what TensorFlow made of it.
final class FrozenGraphTest {
  /// What correct implementations in float32 differ by is a tenth of it.
  private static final double TOLERANCE = 2e-4;

  private static ModelCase modelCase(String name) throws IOException {
    Path folder =
        Path.of(System.getProperty("scopegraph.shared", "../../shared"), "models/fsrcnn-x2", name);
    if (!Files.isDirectory(folder)) {
      System.out.println("Skipped: there is no folder " + folder);
    }
    assumeTrue(Files.isDirectory(folder), () -> "there is no folder " + folder);
    return ModelCase.read(folder);
  }

  private static void check(ModelCase recorded, Map<String, Tensor> results, String what) {
    recorded
        .outputs()
        .forEach((name, want) -> {
          Tensor got = Objects.requireNonNull(results.get(name));
          assertThat(got.spec()).isEqualTo(want.spec());
          double error = ModelCase.relativeError(got, want);
          System.out.printf("%s %s: error %.2e of the largest value%n", what, name, error);
          assertThat(error).as(name).isLessThanOrEqualTo(TOLERANCE);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"seed51", "picture"})
  void givesWhatTensorFlowGives(String name) throws IOException {
    ModelCase recorded = modelCase(name);
    GraphDefImportOptions options =
        GraphDefImportOptions.defaults().withOutputs(List.copyOf(recorded.outputs().keySet()));
    Graph graph = GraphDefImporter.importFile(recorded.model(), options);
    try (Session session = Session.open(graph)) {
      check(recorded, session.run(recorded.inputs()).asMap(), "fsrcnn " + name);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void givesTheSameBitsAfterAnExport(boolean asText) throws IOException {
    ModelCase recorded = modelCase("seed51");
    GraphDefImportOptions options =
        GraphDefImportOptions.defaults().withOutputs(List.copyOf(recorded.outputs().keySet()));
    Graph graph = GraphDefImporter.importFile(recorded.model(), options);
    ExportedGraph exported = GraphDefExporter.export(graph);
    assertThat(exported.foreign()).isEmpty();
    Graph again =
        asText
            ? GraphDefImporter.importText("again", exported.text(), options)
            : GraphDefImporter.importBytes("again", exported.bytes(), options);
    try (Session one = Session.open(graph);
        Session two = Session.open(again)) {
      assertThat(two.run(recorded.inputs()).asMap()).isEqualTo(one.run(recorded.inputs()).asMap());
    }
  }
}
