package io.scopegraph.conformance;

import io.scopegraph.emulator.CudaEmulator;
import io.scopegraph.runtime.spi.Backend;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/// Which devices the tests of this process are about, by a property: `cpu`, `cuda`, or
/// `emulated-cuda`, which makes the emulation of CUDA the best device of the process. Without it
/// they are about all that can be used.
public final class TestDevices {
  private static final String PROPERTY = "scopegraph.test.device";
  private static final String EMULATED = "emulated-cuda";

  private TestDevices() {}

  /// The backends to test, usable or not.
  public static List<Backend> backends() {
    String wanted = System.getProperty(PROPERTY, "");
    if (wanted.equals(EMULATED) && CudaEmulator.obstacle() == null) {
      CudaEmulator.install();
    }
    String name = wanted.equals(EMULATED) ? "cuda" : wanted;
    return ServiceLoader.load(Backend.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(backend -> name.isEmpty() || backend.name().equals(name))
        .toList();
  }

  /// Why the tests of this process cannot run on CUDA, or nothing if they can.
  public static Optional<String> obstacleToCuda() {
    for (Backend backend : backends()) {
      if (backend.name().equals("cuda")) {
        Backend.Availability availability = backend.check();
        return availability.usable() ? Optional.empty() : Optional.of(availability.detail());
      }
    }
    return Optional.of("these tests are about another device");
  }

  /// Whether CUDA is emulated, so that large networks take too long.
  public static boolean isEmulated() {
    return System.getProperty(PROPERTY, "").equals(EMULATED);
  }
}
