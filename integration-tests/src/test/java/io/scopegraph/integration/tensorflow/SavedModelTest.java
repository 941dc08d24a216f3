package io.scopegraph.integration.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.scopegraph.graph.Node;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.runtime.Session;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensorflow.GraphDefImportOptions;
import io.scopegraph.tensorflow.SavedModelGraph;
import io.scopegraph.tensorflow.SavedModelImporter;
import io.scopegraph.weights.LoadOptions;
import io.scopegraph.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A published digit classifier with variables, dropout and the graph of its training around it.
final class SavedModelTest {
  private static Path folder() {
    Path folder =
        Path.of(
            System.getProperty("scopegraph.shared", "../../shared"),
            "models/mnist-conv-savedmodel");
    if (!Files.isDirectory(folder)) {
      System.out.println("Skipped: there is no folder " + folder);
    }
    assumeTrue(Files.isDirectory(folder), () -> "there is no folder " + folder);
    return folder;
  }

  @Test
  void theSignatureIsCutOutOfTheTrainingGraph() throws IOException {
    SavedModelGraph model = SavedModelImporter.importFolder(folder());
    assertThat(model.inputs()).containsEntry("Features", "Features");
    assertThat(model.graph().outputs().keySet()).containsExactly("Prediction");
    assertThat(model.graph().placeholders()).extracting(Node::name).containsExactly("Features");
    Set<String> known = new HashSet<>();
    new ObjectMapper()
        .readTree(folder().resolve("variables.json").toFile())
        .fieldNames()
        .forEachRemaining(known::add);
    assertThat(model.graph().variables()).hasSize(10);
    assertThat(known).containsAll(model.graph().variables().keySet());
  }

  /// Hardly trained, so numbers are compared and not classes.
  @ParameterizedTest
  @ValueSource(strings = {"digits", "seed53"})
  void givesWhatTensorFlowGives(String name) throws IOException {
    ModelCase recorded = ModelCase.read(folder().resolve(name));
    GraphDefImportOptions options =
        GraphDefImportOptions.defaults().withOutputs(List.copyOf(recorded.outputs().keySet()));
    SavedModelGraph model =
        SavedModelImporter.importFolder(folder(), SavedModelImporter.DEFAULT_SIGNATURE, options);
    try (Session session = Session.open(model.graph())) {
      Weights.load(folder()).into(session, LoadOptions.STRICT.ignoreUnused());
      Map<String, Tensor> results = session.run(recorded.inputs()).asMap();
      recorded
          .outputs()
          .forEach((output, want) -> {
            double error =
                ModelCase.relativeError(Objects.requireNonNull(results.get(output)), want);
            System.out.printf("mnist %s %s: error %.2e of the largest%n", name, output, error);
            assertThat(error).as(output).isLessThanOrEqualTo(2e-4);
          });
    }
  }

  @Test
  void signaturesThatDoNotExistAreNamed() {
    Path folder = folder();
    assertThatThrownBy(() ->
            SavedModelImporter.importFolder(folder, "training", GraphDefImportOptions.defaults()))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("has no signature \"training\", only [serving_default]");
  }
}
