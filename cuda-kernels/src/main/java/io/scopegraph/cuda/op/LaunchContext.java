package io.scopegraph.cuda.op;

import io.scopegraph.cuda.blas.BlasHandle;
import io.scopegraph.cuda.dnn.DnnHandle;
import io.scopegraph.cuda.driver.Arguments;
import io.scopegraph.cuda.driver.Grid;
import io.scopegraph.cuda.driver.KernelLibrary;
import io.scopegraph.cuda.driver.KernelSource;
import io.scopegraph.cuda.driver.Launch;
import io.scopegraph.cuda.driver.Stream;
import io.scopegraph.cuda.driver.Work;
import io.scopegraph.runtime.spi.RunQueue;
import org.jspecify.annotations.Nullable;

/// With what the kernels of programs are prepared that run one after the other, on one stream.
public final class LaunchContext implements RunQueue {
  private final Stream stream;
  private final KernelLibrary kernels;
  private final int multiprocessors;
  private @Nullable BlasHandle blas;
  private @Nullable DnnHandle dnn;

  public LaunchContext(Stream stream, KernelLibrary kernels, int multiprocessors) {
    this.stream = stream;
    this.kernels = kernels;
    this.multiprocessors = multiprocessors;
  }

  public Stream stream() {
    return stream;
  }

  /// cuBLAS on this stream, from the first time on that it is wanted.
  BlasHandle blas() {
    BlasHandle made = blas;
    if (made == null) {
      made = new BlasHandle(stream);
      blas = made;
    }
    return made;
  }

  /// cuDNN on this stream, from the first time on that it is wanted.
  DnnHandle dnn() {
    DnnHandle made = dnn;
    if (made == null) {
      made = new DnnHandle(stream);
      dnn = made;
    }
    return made;
  }

  /// A launch of a kernel whose threads go through elements with the stride of the grid.
  ///
  /// @param theme the file of the kernel, without its suffix
  Work strided(String theme, String kernel, long elements, Arguments arguments) {
    return launch(theme, kernel, Grid.strided(elements, multiprocessors), arguments);
  }

  /// A launch of a kernel of one of the project's files.
  Work launch(String theme, String kernel, Grid grid, Arguments arguments) {
    return new Launch(kernel, kernels.function(theme, kernel), grid, arguments, stream);
  }

  /// A launch of a kernel of a source that was made for the node.
  Work launch(KernelSource source, String kernel, Grid grid, Arguments arguments) {
    return new Launch(kernel, kernels.function(source, kernel), grid, arguments, stream);
  }

  /// The grid for elements that the threads go through with its stride.
  Grid strided(long elements) {
    return Grid.strided(elements, multiprocessors);
  }

  @Override
  public void close() {
    if (dnn != null) {
      dnn.close();
    }
    if (blas != null) {
      blas.close();
    }
    stream.close();
  }
}
