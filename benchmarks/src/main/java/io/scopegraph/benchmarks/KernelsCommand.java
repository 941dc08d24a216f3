package io.scopegraph.benchmarks;

import io.scopegraph.benchmarks.kernel.KernelSpeeds;
import io.scopegraph.benchmarks.report.TextTable;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures the innermost loops.
@Command(
    name = "kernels",
    mixinStandardHelpOptions = true,
    description =
        "Measures the register-blocked kernels with JMH, against the peak of the same processor.")
final class KernelsCommand implements Callable<Integer> {
  @Option(
      names = "--iterations",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Of one second, after three times as many to warm up (default: ${DEFAULT-VALUE}).")
  private int iterations;

  @Option(
      names = "--forks",
      paramLabel = "N",
      defaultValue = "1",
      description = "Fresh JVMs for each (default: ${DEFAULT-VALUE}).")
  private int forks;

  @Override
  public Integer call() throws RunnerException {
    System.out.printf("%n%s", TextTable.write(KernelSpeeds.measure(iterations, forks)));
    return 0;
  }
}
