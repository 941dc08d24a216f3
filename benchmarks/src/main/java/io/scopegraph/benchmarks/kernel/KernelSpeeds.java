package io.scopegraph.benchmarks.kernel;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.benchmarks.report.Column;
import io.scopegraph.benchmarks.report.Section;
import io.scopegraph.cpu.kernel.ConvShape;
import io.scopegraph.cpu.kernel.KernelChoice;
import java.util.Collection;
import java.util.Objects;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// Runs the benchmarks of this package and puts kernels beside the peak that was measured a moment
/// before: the largest of the vector widths.
public final class KernelSpeeds {
  // The optimising compiler takes seconds until vectors are in registers.
  private static final int WARM_UP = 3;

  private KernelSpeeds() {}

  /// Measures everything.
  ///
  /// @param iterations of a second each, after three times as many to warm up
  /// @param forks JVMs for each benchmark
  public static Section measure(int iterations, int forks) throws RunnerException {
    Section.Builder section =
        Section.builder(
            "kernels",
            "kernels on one thread, " + KernelChoice.kernels().name(),
            Column.text("case", "case"),
            Column.number("gflops", "GF/s", 1),
            Column.number("peak", "% of peak", 0));
    double peak = 0;
    for (RunResult result : run(FmaPeak.class, iterations, forks)) {
      String method = result.getPrimaryResult().getLabel();
      int bits = Integer.parseInt(method.substring("bits".length()));
      double speed = FmaPeak.operations(bits) / result.getPrimaryResult().getScore();
      peak = Math.max(peak, speed);
      section.row(ImmutableMap.of("case", "peak, %d bits".formatted(bits), "gflops", speed));
    }
    for (RunResult result : run(MicroKernels.class, iterations, forks)) {
      String name = result.getParams().getParam("shape");
      ConvShape shape = Objects.requireNonNull(MicroKernels.SHAPES.get(name), name);
      double speed = 2 * shape.products() / result.getPrimaryResult().getScore();
      section.row(ImmutableMap.of("case", name, "gflops", speed, "peak", 100 * speed / peak));
    }
    return section.build();
  }

  private static Collection<RunResult> run(Class<?> benchmarks, int iterations, int forks)
      throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include(benchmarks.getName())
            .forks(forks)
            .warmupIterations(WARM_UP * iterations)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(iterations)
            .measurementTime(TimeValue.seconds(1))
            .build();
    return new Runner(options).run();
  }
}
