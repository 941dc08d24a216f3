package io.scopegraph.cuda.op;

import io.scopegraph.cuda.driver.KernelSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The project's files of kernels, as text and as compilers of the host see them.
final class KernelText {
  private static final Path FOLDER = Path.of("src", "main", "cuda");
  private static final Pattern KERNEL =
      Pattern.compile("extern\\s+\"C\"\\s+\\w+\\s+void\\s+\\w+\\([^)]*\\)\\s+(\\w+)\\s*\\(");

  private KernelText() {}

  /// All files, without their suffix, but for those that only stand before others.
  static List<String> themes() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".cu"))
          .map(name -> name.substring(0, name.length() - ".cu".length()))
          .filter(name -> text(name).contains("KERNEL "))
          .filter(name -> !name.equals("common"))
          .sorted()
          .toList();
    }
  }

  /// One file as it stands.
  static String text(String theme) {
    try {
      return Files.readString(FOLDER.resolve(theme + ".cu"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The names of the kernels of a file, those that macros make among them.
  static Set<String> kernels(String theme) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("g++", "-E", "-P", "-x", "c++", "-")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    byte[] source = KernelSource.of(theme).text().getBytes(StandardCharsets.UTF_8);
    // Written beside the reading, for a pipe is shorter than a source.
    CompletableFuture<Void> written =
        CompletableFuture.runAsync(() -> {
          try (var out = process.getOutputStream()) {
            out.write(source);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    String expanded = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    written.join();
    if (process.waitFor() != 0) {
      throw new IOException("g++ does not expand " + theme);
    }
    return KERNEL
        .matcher(expanded)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The constants of an enumeration in a file, without their common prefix, in order.
  static List<String> constants(String theme, String prefix) {
    String text = text(theme).replaceAll("//[^\n]*", "");
    return Pattern.compile("enum \\w+ \\{([^}]*)}")
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .filter(body -> body.strip().startsWith(prefix))
        .flatMap(body -> Stream.of(body.strip().split("\\s*,\\s*", -1)))
        .map(constant -> constant.substring(prefix.length()))
        .toList();
  }
}
