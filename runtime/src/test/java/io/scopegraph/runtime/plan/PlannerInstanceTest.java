package io.scopegraph.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerInstanceTest {
  @Test
  void readsColumnsInAnyOrder() {
    assertThat(
            PlannerInstance.parse(
                    "f.csv",
                    "size,id,lower,upper,alignment,note\r\n8,a,0,2,4,x\r\n\r\n0,b,1,3,1,y\r\n")
                .requests())
        .containsExactly(new BufferRequest("a", 0, 2, 8, 4), new BufferRequest("b", 1, 3, 0, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a,0,2                      | 2 | size      | expected 4 fields, found 3
          a,0,2,8,9                  | 2 | size      | expected 4 fields, found 5
          a,0,2,-1                   | 2 | size      | -1 is negative
          a,0,2,9223372036854775808  | 2 | size      | "9223372036854775808" is no integer of 63 bits
          a,0,x,8                    | 2 | upper     | "x" is no integer of 63 bits
          a,2,2,8                    | 2 | upper     | 2 is not greater than lower, 2
          """)
  void namesLineAndField(String row, int line, String field, String reason) {
    assertThatThrownBy(() -> PlannerInstance.parse("f.csv", "id,lower,upper,size\n" + row))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("f.csv, line %d, field \"%s\": %s", line, field, reason);
  }

  @Test
  void rejectsMissingColumnsDuplicatesAndAlignments() {
    assertThatThrownBy(() -> PlannerInstance.parse("f.csv", ""))
        .hasMessage("f.csv, line 1, field \"id\": the column is missing");
    assertThatThrownBy(() -> PlannerInstance.parse("f.csv", "id,lower,upper\n"))
        .hasMessage("f.csv, line 1, field \"size\": the column is missing");
    assertThatThrownBy(
            () -> PlannerInstance.parse("f.csv", "id,lower,upper,size\na,0,1,1\na,1,2,1\n"))
        .hasMessage("f.csv, line 3, field \"id\": a is used twice");
    assertThatThrownBy(
            () -> PlannerInstance.parse("f.csv", "id,lower,upper,size,alignment\na,0,1,1,0\n"))
        .hasMessage("f.csv, line 2, field \"alignment\": 0 is below 1");
  }
}
