package io.scopegraph.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Planner problems and solutions, there and back, and files that are neither.
class PlannerFilesTest {
  @Test
  void readsWhatItWrites() {
    for (int seed = 0; seed < 300; seed++) {
      List<BufferRequest> requests = Requests.random(new Random(seed), 20, 30, 5000);
      PlannerInstance problem = PlannerInstance.of(requests);
      assertThat(PlannerInstance.parse("f.csv", problem.toCsv())).isEqualTo(problem);
      PlannerInstance solved = problem.with(ArenaPlanner.best().place(requests));
      assertThat(PlannerInstance.parse("f.csv", solved.toCsv())).isEqualTo(solved);
    }
  }

  @Test
  void writesOnlyColumnsThatSaySomething() {
    PlannerInstance plain =
        PlannerInstance.of(ImmutableList.of(new BufferRequest("a", 0, 2, 8, 1)));
    assertThat(plain.toCsv()).isEqualTo("id,lower,upper,size\na,0,2,8\n");
    PlannerInstance aligned =
        PlannerInstance.of(ImmutableList.of(new BufferRequest("a", 0, 2, 8, 4)));
    assertThat(aligned.with(new Placement(ImmutableLongArray.of(4), 12)).toCsv())
        .isEqualTo("id,lower,upper,size,alignment,offset\na,0,2,8,4,4\n");
  }

  @Test
  void refusesIdsThatNoFileCanHold() {
    for (String id : new String[] {"a,b", "a\nb", " a", ""}) {
      PlannerInstance problem =
          PlannerInstance.of(ImmutableList.of(new BufferRequest(id, 0, 2, 8, 1)));
      assertThatThrownBy(problem::toCsv)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("cannot stand in a CSV file");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a,0,2,8,-4                   | 3 | offset | -4 is negative
          a,0,2,8,x                    | 3 | offset | "x" is no integer of 63 bits
          a,0,2,8,9223372036854775807  | 3 | offset | with the size, 8, it exceeds 63 bits
          a,-1,2,8,0                   | 3 | lower  | -1 is negative
          ,0,2,8,0                     | 3 | id     | it is empty
          b,0,2,8,0                    | 3 | id     | b is used twice
          a,0,2,9223372036854775800,0  | 3 | size   | the sizes up to here add up to more than 63 bits
          """)
  void namesLineAndFieldOfASolution(String row, int line, String field, String reason) {
    assertThatThrownBy(
            () -> PlannerInstance.parse("f.csv", "id,lower,upper,size,offset\nb,0,2,8,0\n" + row))
        .isInstanceOf(PlannerFormatException.class)
        .hasMessage("f.csv, line %d, field \"%s\": %s", line, field, reason);
  }

  @Test
  void refusesAColumnThatIsThereTwice() {
    assertThatThrownBy(() -> PlannerInstance.parse("f.csv", "id,lower,upper,size,size\n"))
        .hasMessage("f.csv, line 1, field \"size\": the column is there twice");
  }

  @Test
  void refusesBytesThatAreNoText(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("f.csv"), new byte[] {'i', 'd', (byte) 0xff, '\n'});
    assertThatThrownBy(() -> PlannerInstance.read(file))
        .isInstanceOf(PlannerFormatException.class)
        .hasMessageContaining("f.csv: this is no text in UTF-8");
  }

  @Test
  void refusesOrReadsEveryMutant() {
    String text = PlannerInstance.of(Requests.random(new Random(1), 12, 30, 5000)).toCsv();
    int read = 0;
    for (int seed = 0; seed < 3000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      for (int change = random.nextInt(3); change >= 0; change--) {
        bytes[random.nextInt(bytes.length)] = (byte) ",\n0123456789-ax".charAt(random.nextInt(15));
      }
      String mutant =
          new String(bytes, 0, 1 + random.nextInt(bytes.length), StandardCharsets.UTF_8);
      try {
        List<BufferRequest> requests = PlannerInstance.parse("f.csv", mutant).requests();
        PlacementVerifier.verify(
            requests, ExactPlanner.solve(requests, Budget.ofNodes(100)).placement());
        read++;
      } catch (PlannerFormatException e) {
        assertThat(e.getMessage()).startsWith("f.csv, line ").contains("field \"");
      }
    }
    assertThat(read).isBetween(100, 2900);
  }
}
