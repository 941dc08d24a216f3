package io.scopegraph.cpu.scalar;

import io.scopegraph.cpu.kernel.FloatKernels;
import io.scopegraph.cpu.kernel.KernelProvider;
import java.util.Optional;

/// Provides the plain loops, which run anywhere.
public final class ScalarKernelProvider implements KernelProvider {
  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public Optional<String> obstacle() {
    return Optional.empty();
  }

  @Override
  public FloatKernels create() {
    return new ScalarFloatKernels();
  }
}
