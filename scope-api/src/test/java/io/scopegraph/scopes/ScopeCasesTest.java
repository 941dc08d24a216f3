package io.scopegraph.scopes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
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

/// The executable cases of the scope rules, as far as the builder covers their language. The file
/// lies outside of the repository; without it the cases are skipped.
class ScopeCasesTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TestFactory
  Stream<DynamicTest> cases() throws IOException {
    Path file =
        Path.of(System.getProperty("scopegraph.shared", "../../shared"), "scopes", "cases.json");
    if (!Files.exists(file)) {
      System.out.println("Scope cases are skipped: there is no " + file);
    }
    assumeTrue(Files.exists(file), "there is no " + file);
    JsonNode cases = MAPPER.readTree(file.toFile()).path("cases");
    return StreamSupport.stream(cases.spliterator(), false)
        .map(each ->
            DynamicTest.dynamicTest(
                each.path("id").asText() + " " + each.path("title").asText(), () -> check(each)));
  }

  private static void check(JsonNode each) {
    JsonNode actual;
    try {
      actual = MAPPER.valueToTree(CaseProgram.run(each.path("program")));
    } catch (CaseProgram.Uncovered e) {
      System.out.printf(
          "Scope case %s is skipped: %s is not covered%n",
          each.path("id").asText(), e.getMessage());
      abort("not covered: " + e.getMessage());
      return;
    }
    assertThat(actual.toString())
        .as(each.path("rule").asText())
        .isEqualTo(each.path("expect").toString());
  }
}
