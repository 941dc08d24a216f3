package io.scopegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.examples.ExampleGraphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The pictures of graphs.
class GraphCommandTest {
  private static final String EXAMPLE = "reuse-variables";

  @TempDir private Path folder = Path.of("");

  @Test
  void printsATreeWhereNothingElseIsAskedFor() {
    Outcome outcome = Outcome.of("graph", EXAMPLE).succeeds();
    assertThat(outcome.out()).startsWith(EXAMPLE + "  (").contains("├─ ", "shared by 2");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void drawsEveryExample() {
    for (String example : ExampleGraphs.all().keySet()) {
      Path svg = folder.resolve(example + ".svg");
      Outcome.of("graph", example, "--svg", svg).succeeds();
      assertThat(svg).content().startsWith("<svg ").endsWith("</svg>\n");
    }
  }

  @Test
  void writesAllFormsAtOnce() throws IOException {
    Path model = Fixtures.classifier(folder);
    Path svg = folder.resolve("m.svg");
    Path html = folder.resolve("m.html");
    Path dot = folder.resolve("m.dot");
    Outcome outcome =
        Outcome.of("graph", model, "--svg", svg, "--html", html, "--dot", dot, "--depth=9")
            .succeeds();
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().lines())
        .containsExactly("wrote " + svg, "wrote " + html, "wrote " + dot);
    assertThat(svg).content().contains("<title>classifier.onnx</title>", "Conv2D");
    assertThat(html).content().startsWith("<!DOCTYPE html>").contains("classifier.onnx");
    assertThat(dot).content().startsWith("digraph \"classifier.onnx\" {");
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .containsExactlyInAnyOrder("classifier.onnx", "m.svg", "m.html", "m.dot");
    }
  }

  @Test
  void tensorBoardGetsAnEventFileAndText() throws IOException {
    Path logs = folder.resolve("logs");
    Outcome outcome = Outcome.of("graph", EXAMPLE, "--tensorboard", logs).succeeds();
    assertThat(outcome.out()).isEmpty();
    assertThat(logs.resolve("graph.pbtxt"))
        .content()
        .contains("name: \"image1\"", "_output_shapes");
    try (var files = Files.list(logs)) {
      assertThat(files).anyMatch(file -> file.toString().contains("tfevents"));
    }
  }

  @Test
  void saysWhatTensorFlowRefuses() throws IOException {
    Path model = Fixtures.dilatedPool(folder);
    Outcome outcome =
        Outcome.of("graph", model, "--tensorboard", folder.resolve("logs")).succeeds();
    assertThat(outcome.err()).contains("TensorBoard shows, but TensorFlow refuses", "\"strange\"");
  }

  @Test
  void folderForTensorBoardThatIsAFile() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Outcome.of("graph", EXAMPLE, "--tensorboard", file).failsWith(5, file);
  }

  @Test
  void textStandsBesideOtherForms() {
    Path dot = folder.resolve("m.dot");
    assertThat(Outcome.of("graph", EXAMPLE, "--dot", dot, "--text").succeeds().out())
        .contains("├─ ");
    assertThat(dot).exists();
  }

  @Test
  void depthClosesScopes() {
    String all = Outcome.of("graph", EXAMPLE, "--depth=5").succeeds().out();
    String closed = Outcome.of("graph", EXAMPLE, "--depth=0").succeeds().out();
    assertThat(closed.lines().count()).isLessThan(all.lines().count());
  }

  @Test
  void optimizedGraphIsSmaller() throws IOException {
    Path model = Fixtures.classifier(folder);
    long written = Outcome.of("graph", model).succeeds().out().lines().count();
    assertThat(Outcome.of("graph", model, "--optimized").succeeds().out().lines().count())
        .isLessThan(written);
  }

  @Test
  void fileOfTheUserIsTakenBeforeAnExampleOfItsName() throws IOException {
    Path model = Files.createFile(folder.resolve(EXAMPLE));
    Outcome.of("graph", model).failsWith(4, model);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--svg", "--html", "--dot"})
  void fileThatCannotBeWritten(String option) {
    Path missing = folder.resolve("missing").resolve("file");
    Outcome.of("graph", EXAMPLE, option, missing).failsWith(5, missing, "no folder");
    Outcome.of("graph", EXAMPLE, option, folder).failsWith(5, folder, "is a folder");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void oldFileIsReplaced() throws IOException {
    Path dot = Files.writeString(folder.resolve("m.dot"), "old".repeat(100_000));
    Outcome.of("graph", EXAMPLE, "--dot", dot).succeeds();
    assertThat(dot).content().startsWith("digraph").doesNotContain("old");
  }

  @ParameterizedTest
  @CsvSource({"--depth, -1", "--depth, deep"})
  void depthOfTheWrongForm(String option, String value) {
    Outcome.of("graph", EXAMPLE, option, value).failsWith(2, option, value);
  }

  @Test
  void modelThatIsNeitherFileNorExample() {
    Outcome.of("graph", "no-such-model").failsWith(4, "no-such-model", "no such file", EXAMPLE);
  }
}
