package io.scopegraph.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class AlternationTest {
  private static final long WORK_NANOS = 20_000_000;

  private final StringBuilder order = new StringBuilder();

  private Alternation.Contender contender(String name) {
    return () -> {
      order.append(name);
      LockSupport.parkNanos(WORK_NANOS);
    };
  }

  @Test
  void givesEachContenderOneBlockARoundAndTurnsTheOrder() {
    List<Alternation.Contender> contenders = List.of(contender("a"), contender("b"));
    double[][] millis = new Alternation(2, Duration.ZERO).time(contenders);
    assertThat(millis).hasDimensions(2, 2);
    assertThat(order.toString()).matches("aba{4,}b{8,}a{4,}");
  }

  @Test
  void measuresWhatARunTakes() {
    double[][] millis = new Alternation(1, Duration.ZERO).time(List.of(contender("a")));
    assertThat(millis[0][0]).isGreaterThanOrEqualTo(WORK_NANOS / 1e6 * 0.9);
  }

  @Test
  void warmsUpForAsLongAsItIsTold() {
    long start = System.nanoTime();
    new Alternation(1, Duration.ofMillis(200)).time(List.of(() -> {}));
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(200_000_000L);
  }

  @Test
  void takesTheMedianOfTimesThatAContenderMeasured() {
    List<Integer> asked = new ArrayList<>();
    Alternation.SelfTimed contender =
        runs -> {
          asked.add(runs);
          return new double[] {1, 7, 100};
        };
    double[][] millis = new Alternation(3, Duration.ZERO).timeBySelf(List.of(contender));
    assertThat(millis).isDeepEqualTo(new double[][] {{7, 7, 7}});
    assertThat(asked).containsExactly(3, 42, 42, 42);
  }

  @Test
  void needsARound() {
    assertThatThrownBy(() -> new Alternation(0, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 0");
  }
}
