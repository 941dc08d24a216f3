package io.scopegraph.cli;

import io.scopegraph.runtime.plan.Budget;
import io.scopegraph.runtime.plan.ByteSizes;
import io.scopegraph.runtime.plan.Certificate;
import io.scopegraph.runtime.plan.ExactPlanner;
import io.scopegraph.runtime.plan.LivePeak;
import io.scopegraph.runtime.plan.Placement;
import io.scopegraph.runtime.plan.PlacementVerifier;
import io.scopegraph.runtime.plan.PlannerInstance;
import io.scopegraph.runtime.plan.Solution;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Places the buffers of a planner problem.
@Command(
    name = "solve",
    description =
        "Place buffers with live ranges into one arena, the smallest or one of a given size.",
    footer = {
      "%nFILE is CSV with the header id,lower,upper,size and, if wanted, alignment:",
      "a buffer is live from moment lower until just before moment upper.",
      "A solution has the column offset besides."
    })
final class SolveCommand implements Callable<Integer> {
  private static final long NODES = 1_000_000;

  @Parameters(index = "0", paramLabel = "FILE", description = "The problem, as CSV.")
  private Path file = Path.of("");

  @ArgGroup private Goal goal = new Goal();

  /// What is asked for.
  static final class Goal {
    @Option(
        names = "--capacity",
        paramLabel = "BYTES",
        converter = ByteCount.Converter.class,
        description =
            "Look for an arena of this size; exit with 3 if there is none. Units: KiB, MiB, GiB, kB, MB, GB.")
    @Nullable ByteCount capacity;

    @Option(
        names = {"--minimize", "--minimise"},
        description = "Look for the smallest arena; so it is without --capacity.")
    boolean minimize;

    @Option(
        names = "--verify",
        description = "Check the placement in FILE instead; exit with 3 if it is wrong.")
    boolean verify;
  }

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description =
          "How often the search may place a buffer (default: " + NODES + " without a time).")
  private @Nullable Long nodes;

  @Option(
      names = "--budget-seconds",
      paramLabel = "S",
      description = "How long the search may take; the result then depends on the machine.")
  private @Nullable Double seconds;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write the solution as CSV; - writes only that to standard output.")
  private @Nullable Path output;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    PlannerInstance instance = read();
    if (goal.verify) {
      verify(instance);
      return ExitCode.SUCCESS.code();
    }
    double start = cpuSeconds();
    Solution solution;
    try {
      solution = solve(instance);
    } catch (ArithmeticException _) {
      throw new FileException(file, "sizes and alignments need more than 63 bits");
    }
    double planning = cpuSeconds() - start;
    PlacementVerifier.verify(instance.requests(), solution.placement());
    ByteCount capacity = goal.capacity;
    if (capacity != null) {
      requireWithin(instance, solution.certificate(), capacity.bytes());
    }
    PlannerInstance solved = instance.with(solution.placement());
    Path target = output;
    boolean onlyCsv = target != null && target.toString().equals("-");
    if (onlyCsv) {
      System.out.print(solved.toCsv());
    } else if (target != null) {
      OutputFile.write(target, solved.toCsv());
    }
    if (!onlyCsv) {
      print(SolveReport.of(file.toString(), solved, solution.certificate(), planning));
    }
    return ExitCode.SUCCESS.code();
  }

  private PlannerInstance read() {
    try {
      return PlannerInstance.read(file);
    } catch (IOException e) {
      throw new FileException(file, e);
    }
  }

  private Solution solve(PlannerInstance instance) {
    Budget budget = budget();
    ByteCount capacity = goal.capacity;
    if (capacity == null) {
      return ExactPlanner.solve(instance.requests(), budget);
    }
    if (capacity.bytes() == 0) {
      throw new IllegalArgumentException("--capacity must be above 0");
    }
    LivePeak peak = LivePeak.of(instance.requests());
    if (peak.bytes() > capacity.bytes()) {
      throw new CapacityException(
          "No placement fits into %d B: %s".formatted(capacity.bytes(), peak));
    }
    return ExactPlanner.fit(instance.requests(), capacity.bytes(), budget);
  }

  private Budget budget() {
    long most = nodes != null ? nodes : seconds != null ? Long.MAX_VALUE : NODES;
    double time = seconds != null ? seconds : Double.POSITIVE_INFINITY;
    if (most < 0 || !(time >= 0)) {
      throw new IllegalArgumentException(
          "--nodes and --budget-seconds cannot be negative: %d and %s".formatted(most, time));
    }
    return new Budget(most, time);
  }

  private static void requireWithin(
      PlannerInstance instance, Certificate certificate, long capacity) {
    if (certificate.arenaSize() <= capacity) {
      return;
    }
    if (certificate.lowerBound() > capacity) {
      throw new CapacityException(
          "No placement fits into %d B: an exhaustive search has shown that %d buffers with at most %d B live at once need at least %d B, because of gaps that cannot be avoided"
              .formatted(
                  capacity,
                  instance.requests().size(),
                  LivePeak.of(instance.requests()).bytes(),
                  certificate.lowerBound()));
    }
    throw new CapacityException(
        "No placement within %d B was found in %d nodes, the best has %d B and at least %d B are needed; more of --nodes or --budget-seconds may find one"
            .formatted(
                capacity, certificate.nodes(), certificate.arenaSize(), certificate.lowerBound()));
  }

  private void verify(PlannerInstance instance) {
    Placement placement = instance.placement();
    if (placement == null) {
      throw new FileException(
          file, "there is no placement to verify, the column offset is missing");
    }
    PlacementVerifier.violation(instance.requests(), placement)
        .ifPresent(reason -> {
          throw new CapacityException("%s: the placement is wrong: %s".formatted(file, reason));
        });
    if (json) {
      Json.print(new VerifyReport(file.toString(), true, placement.arenaSize()));
      return;
    }
    System.out.printf(
        "%s: the placement of %d buffers is valid, arena %s%n",
        file, instance.requests().size(), ByteSizes.exact(placement.arenaSize()));
  }

  private record VerifyReport(String file, boolean valid, long arenaBytes) {}

  private void print(SolveReport report) {
    if (json) {
      Json.print(report);
    } else {
      System.out.print(report);
    }
  }

  private static double cpuSeconds() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
  }
}
