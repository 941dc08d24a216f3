package io.scopegraph.cpu.vector;

import io.scopegraph.cpu.kernel.FloatKernels;
import io.scopegraph.cpu.kernel.KernelProvider;
import java.util.Optional;

/// Provides the kernels on the Vector API. This class itself does not touch that API, so that it
/// can be loaded without it.
public final class VectorKernelProvider implements KernelProvider {
  private static final String MODULE = "jdk.incubator.vector";

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public Optional<String> obstacle() {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return Optional.of(
          "the module " + MODULE + " is not loaded; start the JVM with --add-modules " + MODULE);
    }
    if (System.getProperty("java.vm.info", "").startsWith("interpreted")) {
      return Optional.of(
          "the JVM interprets only, which the Vector API is too slow for; start it without -Xint");
    }
    return Optional.empty();
  }

  @Override
  public FloatKernels create() {
    obstacle()
        .ifPresent(obstacle -> {
          throw new IllegalStateException(obstacle);
        });
    return new VectorFloatKernels();
  }
}
