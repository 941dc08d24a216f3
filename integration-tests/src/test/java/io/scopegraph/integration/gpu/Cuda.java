package io.scopegraph.integration.gpu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.scopegraph.conformance.TestDevices;
import io.scopegraph.runtime.SessionOptions;
import io.scopegraph.runtime.spi.Precision;

/// CUDA for the tests of this package, which are skipped where there is none.
final class Cuda {
  private Cuda() {}

  /// Skips the test, and says why, unless CUDA can be used.
  static void require() {
    String obstacle = TestDevices.obstacleToCuda().orElse("");
    if (!obstacle.isEmpty()) {
      System.out.println("Skipped: no CUDA device: " + obstacle);
    }
    assumeTrue(obstacle.isEmpty(), obstacle);
  }

  /// Skips the test, and says why, where CUDA is emulated.
  ///
  /// @param reason why the emulation would not do
  static void requireDevice(String reason) {
    require();
    if (TestDevices.isEmulated()) {
      System.out.println("Skipped: on the emulated CUDA " + reason);
    }
    assumeTrue(!TestDevices.isEmulated(), reason);
  }

  static SessionOptions.Builder options(Precision precision) {
    return SessionOptions.builder().device("cuda").precision(precision);
  }
}
