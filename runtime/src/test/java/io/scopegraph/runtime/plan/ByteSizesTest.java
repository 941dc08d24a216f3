package io.scopegraph.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteSizesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.00 KiB",
    "9633792, 9.19 MiB",
    "67108864, 64.0 MiB",
    "1048575, 1.00 MiB",
    "1047552, 1023 KiB",
    "9223372036854775807, 8.00 EiB"
  })
  void namesSizes(long bytes, String text) {
    assertThat(ByteSizes.human(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"5, 5 B", "2048, 2.00 KiB (2048 B)"})
  void addsTheExactNumber(long bytes, String text) {
    assertThat(ByteSizes.exact(bytes)).isEqualTo(text);
  }
}
