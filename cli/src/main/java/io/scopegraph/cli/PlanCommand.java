package io.scopegraph.cli;

import io.scopegraph.graph.Graph;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.SessionOptions;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.runtime.plan.PlanReport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Prints the memory that a run will use, without running.
@Command(
    name = "plan",
    description = "Print the memory plan of a model before anything runs; fail if it is too large.")
final class PlanCommand implements Callable<Integer> {
  @Mixin private ModelArguments model = new ModelArguments();

  @Option(
      names = "--shape",
      paramLabel = "NAME=DIMS",
      description =
          "Shape of an input, for example x=1,3,640,640; needed where the model leaves dims open.")
  private List<String> shapes = new ArrayList<>();

  @Option(
      names = "--max-bytes",
      paramLabel = "BYTES",
      converter = ByteCount.Converter.class,
      description =
          "Exit with 3, naming the buffers at the peak, if the plan is larger. Units: KiB, MiB, GiB, kB, MB, GB.")
  private @Nullable ByteCount limit;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    Graph graph = model.load();
    SessionOptions.Builder options = model.options();
    if (limit != null) {
      options.memoryBudget(limit.bytes());
    }
    try (Session session = Session.open(graph, options.build())) {
      MemoryPlan plan = session.plan(ShapeArguments.resolve(graph, shapes));
      if (json) {
        Json.print(PlanReport.of(plan));
      } else {
        System.out.print(plan);
      }
    }
    return ExitCode.SUCCESS.code();
  }
}
