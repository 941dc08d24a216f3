package io.scopegraph.cpu.op;

import io.scopegraph.cpu.kernel.Activation;
import io.scopegraph.cpu.kernel.ConvShape;
import io.scopegraph.cpu.kernel.Convolution;
import io.scopegraph.cpu.kernel.FloatKernels;
import io.scopegraph.cpu.kernel.ProductOperands;
import io.scopegraph.cpu.memory.CpuMemory;
import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.cpu.pool.WorkerPool;
import io.scopegraph.runtime.host.CacheFolder;
import io.scopegraph.runtime.host.MeasurementFile;
import io.scopegraph.runtime.spi.DeviceException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The times that algorithms took for convolutions on this machine, measured once and kept in a
/// file, one for each set of kernels and number of threads.
final class MeasuredConvolutions {
  /// The system property that names the folder of the files, or is `off`.
  static final String FOLDER = "scopegraph.cpu.cache";

  private static final String COLUMNS = "# convolution and algorithm\tmicroseconds";
  private static final int WARM_RUNS = 3;
  private static final int RUNS = 7;

  private final WorkerPool pool;
  private final FloatKernels kernels;
  private final MeasurementFile<Double> file;

  MeasuredConvolutions(WorkerPool pool, FloatKernels kernels) {
    this.pool = pool;
    this.kernels = kernels;
    String machine = "%s, %d threads".formatted(kernels.name(), pool.size());
    this.file = new MeasurementFile<>(path(machine), "# " + machine, COLUMNS, new Columns());
  }

  private static @Nullable Path path(String machine) {
    String chosen = System.getProperty(FOLDER, "");
    if (chosen.equals("off")) {
      return null;
    }
    Path folder = chosen.isEmpty() ? CacheFolder.usual("cpu") : Path.of(chosen);
    return folder.resolve("convolutions-%s.txt".formatted(machine.replaceAll("[^a-z0-9]+", "-")));
  }

  /// How long a run takes, in microseconds.
  double microseconds(ConvShape shape, Convolution kernel) {
    String key = key(shape, kernel);
    Optional<Double> known = file.find(key);
    if (known.isPresent()) {
      return known.get();
    }
    double measured = measure(shape, kernel);
    file.put(key, measured);
    return measured;
  }

  static String key(ConvShape s, Convolution kernel) {
    return "%dx%dx%dx%d to %dx%dx%d, %dx%d/%dx%d dilated %dx%d from %d,%d, %d groups, %s"
        .formatted(
            s.batch(),
            s.height(),
            s.width(),
            s.channels(),
            s.outHeight(),
            s.outWidth(),
            s.outChannels(),
            s.kernelHeight(),
            s.kernelWidth(),
            s.strideHeight(),
            s.strideWidth(),
            s.dilationHeight(),
            s.dilationWidth(),
            s.padTop(),
            s.padLeft(),
            s.groups(),
            kernel.name());
  }

  private double measure(ConvShape shape, Convolution kernel) {
    try {
      kernels.awaitCompiled();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeviceException("cpu: interrupted while algorithms were measured", e);
    }
    Runnable run =
        kernel.bind(
            pool,
            new ProductOperands(
                range(shape.inputSize()),
                range(kernel.packedSize()),
                null,
                null,
                Activation.NONE,
                range(shape.outputSize())),
            range(kernel.workspaceSize(pool.size())));
    for (int i = 0; i < WARM_RUNS; i++) {
      run.run();
    }
    double[] times = new double[RUNS];
    for (int i = 0; i < RUNS; i++) {
      long start = System.nanoTime();
      run.run();
      times[i] = (System.nanoTime() - start) / 1e3;
    }
    Arrays.sort(times);
    return times[RUNS / 2];
  }

  private static FloatRange range(int floats) {
    return CpuMemory.allocate("measuring", 4L * floats).range(0, 4L * floats);
  }

  private static final class Columns implements MeasurementFile.Form<Double> {
    @Override
    public Double parse(List<String> columns) {
      if (columns.size() != 1) {
        throw new IllegalArgumentException("a line has not two columns: " + columns);
      }
      return Double.valueOf(columns.getFirst());
    }

    @Override
    public List<String> columns(Double microseconds) {
      return List.of(String.format(Locale.ROOT, "%.3f", microseconds));
    }
  }
}
