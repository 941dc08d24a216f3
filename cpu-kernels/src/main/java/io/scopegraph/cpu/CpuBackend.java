package io.scopegraph.cpu;

import com.google.common.collect.ImmutableList;
import io.scopegraph.cpu.kernel.KernelChoice;
import io.scopegraph.runtime.spi.Backend;
import io.scopegraph.runtime.spi.Device;
import io.scopegraph.runtime.spi.DeviceException;

/// Runs graphs in this JVM, on its processors. It can run anywhere; without the Vector API it is
/// slower.
public final class CpuBackend implements Backend {
  private static final int MOST_THREADS = 1024;

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public Availability check() {
    try {
      return Availability.usable(
          "%d processors, %s"
              .formatted(
                  Runtime.getRuntime().availableProcessors(), KernelChoice.kernels().name()));
    } catch (IllegalStateException e) {
      return Availability.unusable(
          String.valueOf(e.getMessage()), "drop -D" + KernelChoice.PROPERTY);
    }
  }

  @Override
  public ImmutableList<Finding> findings() {
    ImmutableList.Builder<Finding> findings = ImmutableList.builder();
    findings.add(
        KernelChoice.obstacle()
            .map(CpuBackend::withoutVectors)
            .orElse(new Finding("Vector API", Verdict.GOOD, "usable", "")));
    Availability availability = check();
    return findings
        .add(
            new Finding(
                "kernels",
                availability.usable() ? Verdict.GOOD : Verdict.MISSING,
                availability.detail(),
                availability.remedy()))
        .build();
  }

  /// @param obstacle the reason, a semicolon, and what to do
  private static Finding withoutVectors(String obstacle) {
    String[] parts = obstacle.split("; ", 2);
    return new Finding(
        "Vector API", Verdict.POOR, "the kernels are slow: " + parts[0], parts[parts.length - 1]);
  }

  @Override
  public Device open(DeviceOptions options) {
    Availability availability = check();
    if (!availability.usable()) {
      throw new DeviceException("cpu: " + availability.detail() + "; " + availability.remedy());
    }
    if (options.index() != 0) {
      throw new DeviceException("cpu: there is one device, number 0; found " + options.index());
    }
    if (options.threads() < 0 || options.threads() > MOST_THREADS) {
      throw new DeviceException(
          "cpu: the number of threads must lie in 0 to %d, found %d"
              .formatted(MOST_THREADS, options.threads()));
    }
    int threads =
        options.threads() == 0 ? Runtime.getRuntime().availableProcessors() : options.threads();
    return new CpuDevice(KernelChoice.kernels(), threads);
  }
}
