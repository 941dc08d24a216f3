package io.scopegraph.cuda.op;

import io.scopegraph.cuda.driver.Work;
import io.scopegraph.runtime.spi.Kernel;

/// A kernel of the CUDA backend: what was decided about a node before there was memory for it.
public interface CudaKernel extends Kernel {
  /// Prepares the calls.
  ///
  /// @throws io.scopegraph.cuda.driver.CudaException if CUDA's libraries refuse
  Work bind(StepMemory memory, LaunchContext context);
}
