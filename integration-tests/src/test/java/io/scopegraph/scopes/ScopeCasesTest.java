package io.scopegraph.scopes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The executable cases of the scope rules, each run against the public API: those beside this
/// test, and those of the file that the system property `scopegraph.scopeCases` names, by default
/// the one of the test data outside of the repository. Without that file its cases are skipped.
class ScopeCasesTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TestFactory
  Stream<DynamicTest> casesBesideThisTest() throws IOException {
    try (InputStream resource = ScopeCasesTest.class.getResourceAsStream("/scope-cases.json")) {
      return cases(MAPPER.readTree(resource));
    }
  }

  @TestFactory
  Stream<DynamicTest> casesOfTheGivenFile() throws IOException {
    String given = System.getProperty("scopegraph.scopeCases");
    Path file =
        given == null
            ? Path.of(System.getProperty("scopegraph.shared", "../../shared"), "scopes/cases.json")
            : Path.of(given);
    if (given == null && !Files.exists(file)) {
      System.out.println("Scope cases are skipped: there is no " + file);
    }
    assumeTrue(given != null || Files.exists(file), "there is no " + file);
    return cases(MAPPER.readTree(file.toFile()));
  }

  private static Stream<DynamicTest> cases(JsonNode document) {
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
