package io.scopegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.onnx.OnnxImporter;
import io.scopegraph.tensorflow.GraphDefExporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The commands that take a model, on graphs in TensorFlow's form.
class GraphDefCommandsTest {
  @TempDir private Path folder = Path.of("");

  private Path model(String name) throws IOException {
    Path file = folder.resolve(name);
    GraphDefExporter.export(OnnxImporter.importFile(Fixtures.classifier(folder))).write(file);
    return file;
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.pb", "model.pbtxt", "frozen"})
  void infoTellsFormatAndOps(String name) throws IOException {
    assertThat(Outcome.of("info", model(name)).succeeds().out())
        .contains("TensorFlow GraphDef, producer 26", "input   x", "Conv2D", "parameters");
  }

  @Test
  void planAndRunTakeIt() throws IOException {
    Path model = model("model.pb");
    Outcome.of("plan", model, "--shape", "x=1,3,48,192").succeeds();
    Outcome.of("run", model, "--shape", "x=1,3,48,192").succeeds();
  }

  @Test
  void aTruncatedGraphIsNamed() throws IOException {
    Path model = model("model.pb");
    byte[] bytes = Files.readAllBytes(model);
    Files.write(model, Arrays.copyOf(bytes, bytes.length / 2));
    Outcome.of("info", model).failsWith(4, model);
  }
}
