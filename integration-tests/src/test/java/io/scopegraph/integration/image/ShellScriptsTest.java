package io.scopegraph.integration.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.integration.image.SourceTree.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ShellScriptsTest {
  @Test
  void areOfTheirShellsSyntax() throws IOException, InterruptedException {
    for (Path script : scripts()) {
      String shell = Files.readAllLines(script).getFirst().contains("bash") ? "bash" : "sh";
      Outcome outcome = SourceTree.run(Map.of(), List.of(shell, "-n", script.toString()));
      assertThat(outcome.code()).as(outcome.output()).isZero();
    }
  }

  @Test
  void passShellCheck() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("shellcheck", "--external-sources"));
    scripts().forEach(script -> command.add(script.toString()));
    Outcome outcome;
    try {
      outcome = SourceTree.run(Map.of(), command);
    } catch (IOException e) {
      System.out.println("Skipped: ShellCheck, " + e.getMessage());
      Assumptions.abort();
      return;
    }
    assertThat(outcome.code()).as(outcome.output()).isZero();
  }

  private static List<Path> scripts() throws IOException {
    List<Path> scripts =
        new ArrayList<>(
            List.of(
                SourceTree.file("scopegraph"),
                SourceTree.file("mvnw"),
                SourceTree.file("benchmarks/compare.sh")));
    for (String folder : List.of("docker", "integration-tests/gpu")) {
      try (Stream<Path> files = Files.walk(SourceTree.file(folder))) {
        files.filter(Files::isRegularFile).filter(ShellScriptsTest::isScript).forEach(scripts::add);
      }
    }
    return scripts;
  }

  private static boolean isScript(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.findFirst().orElse("").startsWith("#!/") && !file.toString().endsWith(".py");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
