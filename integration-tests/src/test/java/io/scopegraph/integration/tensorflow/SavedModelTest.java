package io.scopegraph.integration.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.scopegraph.graph.Node;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.tensorflow.GraphDefImportOptions;
import io.scopegraph.tensorflow.SavedModelGraph;
import io.scopegraph.tensorflow.SavedModelImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A published digit classifier with variables, dropout and the graph of its training around it.
final class SavedModelTest {
  private static Path folder() {
    Path folder =
        Path.of(
            System.getProperty("scopegraph.shared", "../../shared"),
            "models/mnist-conv-savedmodel");
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
    System.out.println(model.graph().variables().keySet() + " of " + known);
  }

  @Test
  void signaturesThatDoNotExistAreNamed() {
    assertThatThrownBy(() ->
            SavedModelImporter.importFolder(folder(), "training", GraphDefImportOptions.defaults()))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("has no signature \"training\", only [serving_default]");
  }
}
