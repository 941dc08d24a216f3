package io.scopegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Buffers placed from a file.
class SolveCommandTest {
  /// Needs 6 bytes: c is live with both others, which cannot lie at the same place above it.
  private static final String PROBLEM = "id,lower,upper,size\na,0,2,4\nb,2,4,4\nc,1,3,2\n";

  @TempDir private Path folder = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("problem.csv"), PROBLEM);
  }

  @Test
  void tellsWhereBuffersLieAndWhy() {
    assertThat(Outcome.of("solve", file).succeeds().out())
        .contains("3 in 2 sections", "6 B", "10 B", "OPTIMAL")
        .containsPattern("c +1 +3 +2 +\\d");
  }

  @Test
  void tellsTheSameAsJson() {
    JsonNode report = Outcome.of("solve", file, "--minimize", "--json").succeeds().json();
    assertThat(report.get("arenaBytes").asLong()).isEqualTo(6);
    assertThat(report.get("lowerBoundBytes").asLong()).isEqualTo(6);
    assertThat(report.get("naiveBytes").asLong()).isEqualTo(10);
    assertThat(report.get("optimal").asBoolean()).isTrue();
    assertThat(report.get("sections").asInt()).isEqualTo(2);
    assertThat(report.get("placement")).hasSize(3);
  }

  @Test
  void writesAndVerifiesASolution() throws IOException {
    Path solution = folder.resolve("solution.csv");
    Outcome.of("solve", file, "--capacity", "6", "--output", solution).succeeds();
    assertThat(Files.readString(solution)).startsWith("id,lower,upper,size,offset\na,0,2,4,");
    assertThat(Outcome.of("solve", solution, "--verify").succeeds().out())
        .contains("3 buffers", "valid", "6 B");
    assertThat(Outcome.of("solve", solution, "--verify", "--json").succeeds().json())
        .anyMatch(JsonNode::asBoolean);
    assertThat(Outcome.of("solve", file, "-o", "-").succeeds().out())
        .isEqualTo(Files.readString(solution));
  }

  @Test
  void rejectsAWrongSolution() throws IOException {
    Files.writeString(file, "id,lower,upper,size,offset\na,0,2,4,0\nc,1,3,2,3\n");
    Outcome.of("solve", file, "--verify")
        .failsWith(3, "problem.csv", "a [0, 2) 4 B at 0 and c [1, 3) 2 B at 3", "overlap");
    Files.writeString(file, PROBLEM);
    Outcome.of("solve", file, "--verify").failsWith(5, "problem.csv", "column offset is missing");
  }

  @Test
  void namesWhatIsLiveIfTheCapacityIsTooSmall() {
    Outcome.of("solve", file, "--capacity", "5")
        .failsWith(3, "5 B", "at moment 1, 2 buffers of together 6 B", "a (4 B)", "c (2 B)");
  }

  @Test
  void saysThatASearchHasProvenTheCapacityTooSmall() throws IOException {
    Files.writeString(
        file,
        """
        id,lower,upper,size
        a,0,3,2
        b,2,6,2
        c,5,8,2
        d,0,1,3
        e,3,5,3
        f,7,8,3
        g,1,2,3
        h,6,7,3
        """);
    JsonNode least = Outcome.of("solve", file, "--json").succeeds().json();
    long arena = least.get("arenaBytes").asLong();
    assertThat(least.get("optimal").asBoolean()).isTrue();
    Outcome.of("solve", file, "--capacity", arena).succeeds();
    Outcome.of("solve", file, "--capacity", arena - 1).failsWith(3, "No placement fits into");
  }

  @Test
  void saysThatTheBudgetIsSpent() throws IOException {
    Random random = new Random(3);
    StringBuilder text = new StringBuilder("id,lower,upper,size\n");
    for (int i = 0; i < 300; i++) {
      int lower = random.nextInt(200);
      int upper = lower + 1 + random.nextInt(60);
      text.append("b%d,%d,%d,%d%n".formatted(i, lower, upper, 1 + random.nextInt(1000)));
    }
    Files.writeString(file, text);
    JsonNode least = Outcome.of("solve", file, "--nodes", "0", "--json").succeeds().json();
    assertThat(least.get("optimal").asBoolean()).isFalse();
    assertThat(least.get("nodes").asLong()).isZero();
    Outcome.of("solve", file, "--nodes=0", "--capacity", least.get("arenaBytes").asLong() - 1)
        .failsWith(3, "found in 0 nodes", "--budget-seconds");
    assertThat(Outcome.of("solve", file, "--budget-seconds", "0.2").succeeds().out())
        .contains("16 of 300 buffers");
  }

  @Test
  void refusesFilesThatHoldNoProblem() throws IOException {
    Outcome.of("solve", folder.resolve("none.csv")).failsWith(5, "none.csv", "no such file");
    Files.writeString(file, "id,lower,upper,size\na,0,0,4\n");
    Outcome.of("solve", file).failsWith(5, "problem.csv, line 2, field \"upper\"");
  }

  @Test
  void refusesContradictions() {
    Outcome.of("solve", file, "--capacity", "6", "--minimize").failsWith(2, "--capacity");
    Outcome.of("solve", file, "--capacity", "0").failsWith(2, "--capacity", "0");
    Outcome.of("solve", file, "--nodes", "-1").failsWith(2, "--nodes");
    Outcome.of("solve").failsWith(2, "FILE", "solve --help");
  }
}
