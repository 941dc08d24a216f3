package io.scopegraph.cpu.tier;

import io.scopegraph.cpu.kernel.FloatKernels;
import io.scopegraph.cpu.kernel.KernelProvider;
import io.scopegraph.cpu.scalar.ScalarKernelProvider;
import io.scopegraph.cpu.vector.VectorKernelProvider;
import java.util.Optional;

/// Provides kernels that start as scalar ones and become those on the Vector API.
public final class TieredKernelProvider implements KernelProvider {
  private final VectorKernelProvider vector = new VectorKernelProvider();

  @Override
  public String name() {
    return "tiered";
  }

  @Override
  public Optional<String> obstacle() {
    return vector.obstacle();
  }

  @Override
  public FloatKernels create() {
    FloatKernels upper = vector.create();
    return new TieredFloatKernels(new ScalarKernelProvider().create(upper), upper);
  }
}
