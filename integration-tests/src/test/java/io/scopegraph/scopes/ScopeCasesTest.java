package io.scopegraph.scopes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The executable cases of the scope rules, each run against the public API.
///
/// The file is that of the system property `scopegraph.scopeCases`, or the one of the test data that
/// lie outside of the repository; without it the cases are skipped.
class ScopeCasesTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TestFactory
  Stream<DynamicTest> cases() throws IOException {
    String given = System.getProperty("scopegraph.scopeCases");
    Path file =
        given == null
            ? Path.of(System.getProperty("scopegraph.shared", "../../shared"), "scopes/cases.json")
            : Path.of(given);
    if (given == null && !Files.exists(file)) {
      System.out.println("Scope cases are skipped: there is no " + file);
    }
    assumeTrue(given != null || Files.exists(file), "there is no " + file);
    JsonNode document = MAPPER.readTree(file.toFile());
    assertThat(document.path("format").asText()).as("format").isEqualTo("scope-cases/1");
    JsonNode cases = document.path("cases");
    assertThat(cases.size()).as("cases").isPositive();
    return StreamSupport.stream(cases.spliterator(), false)
        .map(each ->
            DynamicTest.dynamicTest(
                each.path("id").asText() + " " + each.path("title").asText(), () -> check(each)));
  }

  private static void check(JsonNode each) {
    JsonNode actual = MAPPER.valueToTree(CaseProgram.run(each.path("program")));
    if (!CaseComparison.agree(actual, each.path("expect"))) {
      fail(
          "%s of rule %s: expected %s, found %s",
          each.path("id").asText(), each.path("rule").asText(), each.path("expect"), actual);
    }
  }
}
