package io.scopegraph.integration.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.runtime.spi.Precision;
import io.scopegraph.tensor.Tensor;
import java.util.Map;
import java.util.Objects;

/// How far results are apart, measured by the largest magnitude of the right ones.
final class Difference {
  private Difference() {}

  /// What whole models may differ from float32 on the CPU. TF32 has the fraction of float16.
  static double allowed(Precision precision) {
    return precision == Precision.FLOAT32 ? 1e-3 : 2e-2;
  }

  /// Fails if a result differs by more than is allowed.
  static void check(
      String what, Map<String, Tensor> found, Map<String, Tensor> expected, double allowed) {
    assertThat(found.keySet()).as(what).isEqualTo(expected.keySet());
    expected.forEach((name, right) -> {
      double difference = relative(Objects.requireNonNull(found.get(name)), right);
      System.out.printf("%s, %s: %.2e of the largest magnitude%n", what, name, difference);
      assertThat(difference).as("%s, output %s", what, name).isLessThanOrEqualTo(allowed);
    });
  }

  private static double relative(Tensor found, Tensor right) {
    assertThat(found.spec()).isEqualTo(right.spec());
    double greatest = 0;
    double largest = 0;
    for (long i = 0; i < right.elementCount(); i++) {
      double value = found.getDouble(i);
      assertThat(value).isFinite();
      greatest = Math.max(greatest, Math.abs(value - right.getDouble(i)));
      largest = Math.max(largest, Math.abs(right.getDouble(i)));
    }
    return greatest / largest;
  }
}
