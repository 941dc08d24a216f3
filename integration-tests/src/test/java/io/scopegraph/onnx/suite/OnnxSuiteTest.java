package io.scopegraph.onnx.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.scopegraph.runtime.SessionOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every published case either gives the published result, or is refused at import for a reason
/// that the file `unsupported.txt` counts, or is listed in `skipped.txt` with a reason. Whatever
/// differs from these two files fails, also for the better.
final class OnnxSuiteTest {
  private final SuiteRunner runner =
      new SuiteRunner(SessionOptions.builder().device("cpu").build());

  @ParameterizedTest
  @ValueSource(strings = {"node", "light", "pytorch-converted", "pytorch-operator", "simple"})
  void givesThePublishedResults(String suite) throws IOException {
    Path folder = Path.of(System.getProperty("scopegraph.shared", "../../shared"), "onnx", suite);
    if (!Files.isDirectory(folder)) {
      System.out.println("Skipped: the folder with published cases is missing: " + folder);
    }
    assumeThat(folder).as("skipped: the folder with published cases is missing").isDirectory();
    List<SuiteCase> cases =
        suite.equals("light") ? SuiteCase.ofLightModels(folder) : SuiteCase.ofFolders(folder);
    Map<String, String> skipped = skipped(suite);

    List<String> surprises = new ArrayList<>();
    Map<String, Integer> unsupported = new TreeMap<>();
    int passed = 0;
    for (SuiteCase suiteCase : cases) {
      String reason = skipped.remove(suiteCase.name());
      switch (runner.run(suiteCase)) {
        case Outcome.Passed _ when reason != null ->
            surprises.add("%s passes, but is listed as \"%s\"".formatted(suiteCase.name(), reason));
        case Outcome.Passed _ -> passed++;
        case Outcome.Unsupported refused when reason == null ->
            unsupported.merge(refused.category(), 1, Integer::sum);
        case Outcome.Failed failed when reason == null ->
            surprises.add("%s: %s".formatted(suiteCase.name(), failed.problem()));
        case Outcome.Unsupported _, Outcome.Failed _ -> {}
      }
    }

    String counts = counts(unsupported);
    int refused = unsupported.values().stream().mapToInt(Integer::intValue).sum();
    System.out.printf(
        "ONNX suite %s: %d cases, %d passed, %d unsupported, %d others%n%s",
        suite, cases.size(), passed, refused, cases.size() - passed - refused, counts);
    assertThat(surprises).isEmpty();
    assertThat(skipped.keySet()).as("listed cases that do not exist").isEmpty();
    assertThat(counts).as("unsupported.txt").isEqualTo(section("unsupported.txt", suite));
  }

  private static String counts(Map<String, Integer> unsupported) {
    StringBuilder text = new StringBuilder();
    unsupported.forEach((category, count) -> text.append("%4d %s\n".formatted(count, category)));
    return text.toString();
  }

  /// Case names with reasons.
  private static Map<String, String> skipped(String suite) {
    Map<String, String> reasons = new LinkedHashMap<>();
    for (String line : section("skipped.txt", suite).lines().toList()) {
      int colon = line.indexOf(':');
      reasons.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    return reasons;
  }

  /// The lines of a file that follow `[suite]`.
  private static String section(String file, String suite) {
    try (InputStream stream = OnnxSuiteTest.class.getResourceAsStream(file)) {
      assertThat(stream).as(file).isNotNull();
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      int start = text.indexOf("[" + suite + "]\n") + suite.length() + 3;
      int end = text.indexOf("\n[", start - 1);
      return text.substring(start, end < 0 ? text.length() : end + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
