package io.scopegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that are no models.
class BadModelTest {
  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"info", "plan", "run", "bench"})
  void truncatedModel(String command) throws IOException {
    Path model = Fixtures.half(Fixtures.classifier(folder), "half.onnx");
    Outcome.of(command, model).failsWith(4, model);
  }

  @Test
  void textFile() throws IOException {
    Path model = Files.writeString(folder.resolve("notes.onnx"), "These are notes, not a model.\n");
    Outcome.of("run", model).failsWith(4, model);
  }

  @Test
  void emptyFile() throws IOException {
    Path model = Files.createFile(folder.resolve("empty.onnx"));
    Outcome.of("run", model).failsWith(4, model, "empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"info", "plan", "run", "bench"})
  void missingFile(String command) {
    Path model = folder.resolve("missing.onnx");
    Outcome.of(command, model).failsWith(4, model, "no such file");
  }

  @Test
  void directory() {
    Outcome.of("run", folder).failsWith(4, folder, "directory");
  }

  @Test
  void unknownOp() throws IOException {
    Path model = Fixtures.oneNode(folder, "Frobnicate");
    Outcome outcome = Outcome.of("run", model);
    assertThat(outcome.code()).isEqualTo(4);
    assertThat(outcome.err().lines()).hasSize(2);
    assertThat(outcome.err().lines().findFirst().orElse(""))
        .startsWith("error: ")
        .contains(model.toString());
    assertThat(outcome.err()).contains("Frobnicate", "strange", "not supported");
  }

  @Test
  void verboseAddsTheStackTrace() {
    Path model = folder.resolve("missing.onnx");
    Outcome outcome = Outcome.of("run", "--verbose", model);
    assertThat(outcome.code()).isEqualTo(4);
    assertThat(outcome.err()).startsWith("error: ").contains("no such file", "\tat io.scopegraph");
    assertThat(outcome.out()).isEmpty();
  }
}
