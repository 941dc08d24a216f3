package io.scopegraph.cpu.op;

import io.scopegraph.runtime.spi.Kernel;

/// A kernel of the CPU backend: what was decided about a node before there was memory for it.
public interface CpuKernel extends Kernel {
  /// Fixes the memory.
  BoundKernel bind(KernelMemory memory);
}
