package io.scopegraph.cli;

import io.scopegraph.drawing.plan.PlanChart;
import io.scopegraph.drawing.plan.PlanHtmlWriter;
import io.scopegraph.drawing.plan.PlanPicture;
import io.scopegraph.drawing.plan.PlanSvgWriter;
import io.scopegraph.graph.Graph;
import io.scopegraph.runtime.DeviceSelection;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.SessionOptions;
import io.scopegraph.runtime.plan.KernelReport;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.runtime.plan.PlanReport;
import io.scopegraph.runtime.spi.Precision;
import io.scopegraph.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Prints the memory that a run will use, without running.
@Command(
    name = "plan",
    description = "Print the memory plan of a model before anything runs; fail if it is too large.")
final class PlanCommand implements Callable<Integer> {
  private static final int CHART_WIDTH = 96;

  @Parameters(
      index = "0",
      paramLabel = "MODEL|EXAMPLE",
      description = "A model file, or the name of an example.")
  private Path model = Path.of("");

  @Option(
      names = "--device",
      paramLabel = "NAME|BYTES",
      defaultValue = "auto",
      description =
          "Where to run: auto or cpu; or, with --batch, the memory of a device, such as '24 GiB'"
              + " (default: ${DEFAULT-VALUE}).")
  private String device = "auto";

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "Threads of the cpu device; 0 for one a processor (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      defaultValue = "float32",
      converter = PrecisionConverter.class,
      description =
          "How exactly to compute: float32, tf32, float16 or bfloat16 (default: ${DEFAULT-VALUE}).")
  private Precision precision = Precision.FLOAT32;

  @Option(
      names = "--batch",
      paramLabel = "N",
      split = ",",
      description =
          "Print a line for each of these batches; with the memory of a device, also the largest"
              + " batch that fits.")
  private List<Long> batches = new ArrayList<>();

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

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "Write the buffers of the arena with their offsets, as solve reads them.")
  private @Nullable Path csv;

  @Option(names = "--chart", description = "Print that picture in letters before the plan.")
  private boolean chart;

  @Option(
      names = "--kernels",
      description = "Print the kernel of every step, and why it was chosen, instead of the memory.")
  private boolean kernels;

  @Option(
      names = "--measured",
      description =
          "Choose between algorithms by trying them out here, once; the times are kept in a file.")
  private boolean measured;

  @Option(
      names = "--no-winograd",
      description = "Compute 3x3 convolutions directly: slower, and rounded less.")
  private boolean direct;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    Graph graph = ModelOrExample.load(model);
    ByteCount memory = batches.isEmpty() ? null : ByteCount.find(device);
    SessionOptions.Builder options =
        SessionOptions.builder()
            .device(memory == null ? device : DeviceSelection.AUTO)
            .threads(threads)
            .precision(precision)
            .measured(measured)
            .winograd(!direct);
    if (limit != null) {
      options.memoryBudget(limit.bytes());
    }
    try (Session session = Session.open(graph, options.build())) {
      if (!batches.isEmpty()) {
        print(table(graph, session, memory));
        return ExitCode.SUCCESS.code();
      }
      MemoryPlan plan = session.plan(ShapeArguments.resolve(graph, shapes));
      draw(plan);
      print(plan);
    }
    return ExitCode.SUCCESS.code();
  }

  private void print(MemoryPlan plan) {
    if (json) {
      Json.print(kernels ? KernelReport.of(plan) : PlanReport.of(plan));
    } else {
      System.out.print(kernels ? KernelReport.of(plan) : plan);
    }
  }

  private BatchTable table(Graph graph, Session session, @Nullable ByteCount memory) {
    if (svg != null || html != null || csv != null || chart || kernels) {
      throw new IllegalArgumentException(
          "--batch prints a table; --svg, --html, --csv, --chart and --kernels show one batch");
    }
    Map<String, Shape> given = ShapeArguments.parse(shapes);
    given.keySet().forEach(name -> ShapeArguments.requireInput(graph, name));
    return BatchTable.of(session, given, batches, memory == null ? null : memory.bytes());
  }

  private void print(BatchTable table) {
    if (json) {
      Json.print(table);
    } else {
      System.out.print(table);
    }
  }

  private void draw(MemoryPlan plan) {
    if (csv != null) {
      write(csv, plan.arena().toCsv());
    }
    PlanPicture picture = PlanPicture.of(plan);
    String title = String.valueOf(model.getFileName());
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
