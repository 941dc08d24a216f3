package io.scopegraph.cpu.scalar;

import io.scopegraph.cpu.kernel.FloatKernels;
import io.scopegraph.cpu.kernel.KernelProvider;
import io.scopegraph.cpu.kernel.PanelLayout;
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

  /// Scalar kernels that read weights that were packed for others.
  ///
  /// @param layout of those weights
  public FloatKernels create(PanelLayout layout) {
    return new ScalarFloatKernels(layout);
  }
}
