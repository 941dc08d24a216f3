package io.scopegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plans of examples, by batch.
class BatchPlanTest {
  @Test
  void tellsTheLargestBatchThatFits() {
    JsonNode table =
        Outcome.of("plan", "siamese", "--batch", "1,4", "--device", "2 MiB", "--json")
            .succeeds()
            .json();
    long largest = table.path("largestBatch").asLong();
    assertThat(largest).isGreaterThan(1);
    assertThat(total(largest)).isLessThanOrEqualTo(2 << 20);
    assertThat(total(largest + 1)).isGreaterThan(2 << 20);
    assertThat(table.path("batches")).hasSize(2);
    for (JsonNode row : table.path("batches")) {
      assertThat(row.path("totalBytes").asLong()).isEqualTo(total(row.path("batch").asLong()));
      assertThat(row.path("fits").asBoolean()).isEqualTo(row.path("batch").asLong() <= largest);
    }
  }

  private static long total(long batch) {
    return Outcome.of(
            "plan",
            "siamese",
            "--shape",
            "left=%d,64,64,3".formatted(batch),
            "--shape",
            "right=%d,64,64,3".formatted(batch),
            "--json")
        .succeeds()
        .json()
        .path("totalBytes")
        .asLong();
  }

  @Test
  void printsATable() {
    String table =
        Outcome.of("plan", "siamese", "--batch", "1,8", "--device", "64KiB").succeeds().out();
    assertThat(table).contains("too large", "Not even a batch of 1 fits in 64.0 KiB (65536 B)");
    assertThat(Outcome.of("plan", "siamese", "--batch", "3").succeeds().out())
        .contains("optimal")
        .doesNotContain("fits");
  }

  @Test
  void aBudgetThatIsTooSmallNamesTheLargestBatch() {
    Outcome outcome =
        Outcome.of("plan", "resnet50", "--shape", "image=8,224,224,3", "--max-bytes", "290MiB");
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err())
        .contains("the largest batch that fits is 7", "stage1/block1/expand/conv/Conv2D");
    Outcome small =
        Outcome.of("plan", "resnet50", "--shape", "image=8,224,224,3", "--max-bytes", "100MiB");
    assertThat(small.code()).isEqualTo(3);
    assertThat(small.err()).contains("not even a batch of 1 fits");
  }

  @Test
  void refusesWhatHasNoBatch(@TempDir Path folder) {
    Outcome.of("plan", "siamese", "--batch", "0").failsWith(2, "A batch must be 1 or more");
    Outcome.of("plan", "siamese", "--batch", "2", "--svg", folder.resolve("a.svg"))
        .failsWith(2, "--batch prints a table");
    Outcome.of("plan", "no-such-model").failsWith(4, "no such example", "resnet50");
  }

  @Test
  void theArenaIsAnInstanceForSolve(@TempDir Path folder) {
    Path file = folder.resolve("arena.csv");
    JsonNode plan =
        Outcome.of("plan", "unet", "--shape", "image=1,256,256,3", "--csv", file, "--json")
            .succeeds()
            .json();
    Outcome.of("solve", file, "--verify").succeeds();
    JsonNode solution = Outcome.of("solve", file, "--minimize", "--json").succeeds().json();
    assertThat(solution.path("arenaBytes").asLong())
        .isEqualTo(plan.path("arenaBytes").asLong())
        .isPositive();
  }
}
