package io.scopegraph.drawing.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/// The plan in letters.
class PlanChartTest {
  @Test
  void drawsBuffersOverTimeAndAddress() {
    PlanPicture picture =
        DrawnPlans.picture(
            List.of(
                DrawnPlans.block("a", 1536, 0, 0, 1),
                DrawnPlans.block("b", 768, 1536, 1, 2),
                DrawnPlans.block("c", 768, 0, 2, 3)),
            4);
    List<String> rows =
        PlanChart.write(picture, 80).lines().filter(line -> line.contains("|")).toList();
    assertThat(rows).hasSize(24);
    assertThat(rows.subList(0, 8)).allMatch(row -> row.endsWith("|.BB."));
    assertThat(rows.subList(8, 16)).allMatch(row -> row.endsWith("|AA.."));
    assertThat(rows.subList(16, 24)).allMatch(row -> row.endsWith("|AACC"));
    assertThat(rows.getFirst()).startsWith("2.25 KiB |");
    assertThat(rows.getLast()).startsWith("       0 |");
  }

  @Test
  void namesTheBuffersAtThePeak() {
    PlanPicture picture =
        DrawnPlans.picture(
            List.of(
                DrawnPlans.block("a", 1536, 0, 0, 1),
                DrawnPlans.block("b", 768, 1536, 1, 2),
                DrawnPlans.block("c", 768, 0, 2, 3)),
            4);
    assertThat(PlanChart.write(picture, 80))
        .contains("op +-^-- 0 to 3\n")
        .contains("peak (^): op 1 scope/op_1\n")
        .containsPattern("A  a +1.50 KiB +0 +1  at the peak\n")
        .containsPattern("C  c +768 B +2 +3\n");
  }

  @Test
  void fitsAnyPlanIntoTheWidth() {
    for (int width : List.of(1, 7, 96, 5000)) {
      String chart = PlanChart.write(DrawnPlans.random(9, 1000), width);
      List<String> rows = chart.lines().filter(line -> line.contains("|")).toList();
      assertThat(rows).hasSize(24);
      int cells = Math.min(width, 1000);
      assertThat(rows)
          .allSatisfy(row -> assertThat(row.substring(row.indexOf('|') + 1)).hasSize(cells));
      assertThat(chart.lines().filter(line -> line.contains("^"))).hasSize(2);
    }
  }

  @Test
  void emptyArenaAndWrongWidth() {
    PlanPicture empty = DrawnPlans.picture(List.of(), 3);
    assertThat(PlanChart.write(empty, 80)).isEqualTo("The arena is empty\n");
    assertThatThrownBy(() -> PlanChart.write(empty, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 0");
  }
}
