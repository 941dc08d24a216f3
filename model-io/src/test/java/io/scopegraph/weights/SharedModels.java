package io.scopegraph.weights;

import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Models that are too big for the repository.
final class SharedModels {
  private SharedModels() {}

  /// A folder of models; skips the test if it is missing.
  static Path folder(String name) {
    Path folder = Path.of(System.getProperty("scopegraph.shared", "../../shared"), "models", name);
    if (!Files.isDirectory(folder)) {
      System.out.println("Skipped: the folder with sample models is missing: " + folder);
    }
    assumeThat(folder).as("skipped: the folder with sample models is missing").isDirectory();
    return folder;
  }

  static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }
}
