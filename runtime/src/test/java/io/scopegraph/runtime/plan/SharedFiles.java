package io.scopegraph.runtime.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// The planner problems that are kept outside of the repository.
final class SharedFiles {
  private SharedFiles() {}

  /// The instances in a folder, by name; skips the test if the folder is missing.
  static List<Path> instances(String folder) throws IOException {
    Path path = Path.of(System.getProperty("scopegraph.shared", "../../shared"), "planner", folder);
    boolean present = Files.isDirectory(path);
    if (!present) {
      System.out.println("Skipped: no planner instances in " + path.toAbsolutePath());
    }
    if (!present) {
      System.out.println("Skipped: no planner instances in " + path.toAbsolutePath());
    }
    Assumptions.assumeTrue(present, "no planner instances in " + path.toAbsolutePath());
    try (Stream<Path> files = Files.list(path)) {
      return files.filter(file -> file.toString().endsWith(".csv")).sorted().toList();
    }
  }
}
