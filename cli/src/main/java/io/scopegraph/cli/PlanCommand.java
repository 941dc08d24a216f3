package io.scopegraph.cli;

import io.scopegraph.drawing.plan.PlanChart;
import io.scopegraph.drawing.plan.PlanHtmlWriter;
import io.scopegraph.drawing.plan.PlanPicture;
import io.scopegraph.drawing.plan.PlanSvgWriter;
import io.scopegraph.graph.Graph;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.SessionOptions;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.runtime.plan.PlanReport;
import java.nio.file.Path;
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
  private static final int CHART_WIDTH = 96;

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

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      description = "Write a picture of the arena: time across, addresses up.")
  private @Nullable Path svg;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Write a page with that picture, to zoom, search and hover; it needs no network.")
  private @Nullable Path html;

  @Option(names = "--chart", description = "Print that picture in letters before the plan.")
  private boolean chart;

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
      draw(plan);
      if (json) {
        Json.print(PlanReport.of(plan));
      } else {
        System.out.print(plan);
      }
    }
    return ExitCode.SUCCESS.code();
  }

  private void draw(MemoryPlan plan) {
    PlanPicture picture = PlanPicture.of(plan);
    String title = String.valueOf(model.path().getFileName());
    if (svg != null) {
      write(svg, PlanSvgWriter.write(picture, title));
    }
    if (html != null) {
      write(html, PlanHtmlWriter.write(picture, title));
    }
    if (chart && !json) {
      System.out.println(PlanChart.write(picture, CHART_WIDTH));
    }
  }

  private static void write(Path file, String content) {
    OutputFile.write(file, content);
    System.err.println("wrote " + file);
  }
}
