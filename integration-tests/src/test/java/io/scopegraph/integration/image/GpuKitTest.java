package io.scopegraph.integration.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.integration.image.SourceTree.Outcome;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is taken to machines with a GPU, as far as it can be tested without one.
class GpuKitTest {
  private static final String CLASS_PATH = System.getProperty("java.class.path");

  @TempDir private Path folder;

  @BeforeAll
  static void needTools() {
    String path = System.getenv().getOrDefault("PATH", "");
    for (String tool : List.of("bash", "gcc", "nm", "strip", "python3")) {
      if (Stream.of(path.split(File.pathSeparator))
          .noneMatch(entry -> Files.isExecutable(Path.of(entry, tool)))) {
        System.out.println("Skipped: what is taken to GPUs, because " + tool + " is missing");
        Assumptions.abort();
      }
    }
  }

  @Test
  void cudaOfTheNextGenerationIsReachedUnderTheOldNames() throws IOException, InterruptedException {
    String javaHome = System.getProperty("java.home");
    run(
        Map.of("JAVA_HOME", javaHome, "READY_JAVA", javaHome),
        "kit/build.sh",
        folder.toString(),
        CLASS_PATH);
    Outcome outcome = run(Map.of(), "kit/test.sh", folder.toString(), CLASS_PATH);
    assertThat(outcome.output())
        .contains("libcublas.so.12 -> libcublas.so.13: ", "libnvrtc.so.12 -> libnvrtc.so.13: ")
        .contains("cublasSgemmStridedBatched through the shim (18 arguments)")
        .doesNotContain("FAIL");
  }

  @Test
  void ratiosAreThoseOfTheEnginesTimes() throws IOException, InterruptedException {
    assertThat(run(Map.of(), "benchmark/test.sh").output()).contains("ratios as expected");
  }

  private static Outcome run(Map<String, String> environment, String script, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        Stream.concat(
                Stream.of("bash", SourceTree.file("integration-tests/gpu/" + script).toString()),
                Stream.of(arguments))
            .toList();
    Outcome outcome = SourceTree.run(environment, command);
    assertThat(outcome.code()).as(outcome.output()).isZero();
    return outcome;
  }
}
