package io.scopegraph.integration.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The repository that the tests are run from, and programs run in it.
final class SourceTree {
  private static final Path ROOT =
      Path.of(Objects.requireNonNull(System.getProperty("scopegraph.root"))).normalize();

  private SourceTree() {}

  static Path file(String name) {
    return ROOT.resolve(name);
  }

  static String text(String name) throws IOException {
    return Files.readString(file(name));
  }

  /// The folder below each module that this build writes to.
  static String output() {
    return Objects.requireNonNull(System.getProperty("scopegraph.output"));
  }

  /// What a program left behind; standard error is part of the output.
  record Outcome(int code, String output) {}

  static Outcome run(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(ROOT.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), output);
  }
}
