package io.scopegraph.cuda.op;

import io.scopegraph.cuda.CudaBackend;
import io.scopegraph.cuda.driver.Arguments;
import io.scopegraph.cuda.driver.DeviceBlock;
import io.scopegraph.cuda.driver.Grid;
import io.scopegraph.cuda.driver.KernelSource;
import io.scopegraph.cuda.driver.SharedContext;
import io.scopegraph.cuda.driver.Stream;
import io.scopegraph.emulator.CudaEmulator;
import io.scopegraph.runtime.spi.Backend;

/// A program that runs a kernel which writes as many elements as it is told to.
final class PlantedKernel {
  private static final int ROOM = 64;
  private static final String SOURCE =
      """
      KERNEL planted(int64 n, int32 *y, int shift) {
        FOR_EACH(i, n) y[i] = 1 << shift;
      }
      """;

  private PlantedKernel() {}

  /// Runs the kernel.
  ///
  /// @param arguments how many elements, and by how many bits 1 is shifted
  public static void main(String[] arguments) {
    CudaEmulator.install();
    // Loads the libraries that the bindings look for.
    Backend.Availability availability = new CudaBackend().check();
    if (!availability.usable()) {
      throw new IllegalStateException(availability.detail());
    }
    try (SharedContext context = SharedContext.open(0);
        Stream stream = new Stream(context.context());
        DeviceBlock block =
            DeviceBlock.allocate("planted", context.transfers(), (long) ROOM * Integer.BYTES)) {
      LaunchContext launches = new LaunchContext(stream, context.kernels(), 1);
      launches
          .launch(
              KernelSource.generated("planted", SOURCE),
              "planted",
              Grid.of(1, Grid.THREADS),
              new Arguments()
                  .int64(Integer.parseInt(arguments[0]))
                  .address(block.address())
                  .int32(Integer.parseInt(arguments[1])))
          .enqueue();
      stream.synchronize();
    }
    System.out.println("Nothing was found");
  }
}
