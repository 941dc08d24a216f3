package io.scopegraph.cuda;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.scopegraph.emulator.CudaEmulator;

/// The emulated CUDA for tests, which are skipped where there can be none.
public final class EmulatedCuda {
  private EmulatedCuda() {}

  /// Makes the backend use it.
  public static CudaEmulator install() {
    String obstacle = CudaEmulator.obstacle();
    if (obstacle != null) {
      System.out.println("Skipped: " + obstacle);
    }
    assumeThat(obstacle).isNull();
    return CudaEmulator.install();
  }
}
