package io.scopegraph.cuda.driver;

import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.JCudaDriver;

/// A prepared launch of a kernel.
public final class Launch implements Work {
  private final String name;
  private final CUfunction function;
  private final Grid grid;
  private final Pointer arguments;
  private final Stream stream;

  /// @param name the kernel's name, for errors
  public Launch(String name, CUfunction function, Grid grid, Arguments arguments, Stream stream) {
    this.name = name;
    this.function = function;
    this.grid = grid;
    this.arguments = arguments.pointer();
    this.stream = stream;
  }

  @Override
  public void enqueue() {
    int status =
        JCudaDriver.cuLaunchKernel(
            function,
            grid.blocksX(),
            grid.blocksY(),
            grid.blocksZ(),
            grid.threadsX(),
            grid.threadsY(),
            grid.threadsZ(),
            grid.sharedBytes(),
            stream.handle(),
            arguments,
            null);
    if (status != 0) {
      Check.driver("cuLaunchKernel of " + name, status);
    }
  }
}
