package io.scopegraph.cli;

import io.scopegraph.drawing.DotWriter;
import io.scopegraph.drawing.GraphPicture;
import io.scopegraph.drawing.HtmlWriter;
import io.scopegraph.drawing.SvgWriter;
import io.scopegraph.drawing.TextWriter;
import io.scopegraph.graph.Graph;
import io.scopegraph.op.DataFormat;
import io.scopegraph.runtime.pass.GraphPipeline;
import io.scopegraph.tensorboard.TensorBoardFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Draws the graph of a model.
@Command(
    name = "graph",
    description =
        "Draw the graph of a model, with its scopes as boxes; without an output option, print the scopes as a tree.")
final class GraphCommand implements Callable<Integer> {
  /// As many boxes as a person takes in, in a picture that cannot be folded.
  private static final int SVG_BOXES = 80;

  private static final int TEXT_DEPTH = 2;

  @Parameters(
      index = "0",
      paramLabel = "MODEL|EXAMPLE",
      description = "A model file, or the name of an example.")
  private Path model = Path.of("");

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a page whose scopes open and close on a click; it needs no network.")
  private @Nullable Path html;

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      description = "Write a static picture, which browsers show.")
  private @Nullable Path svg;

  @Option(names = "--dot", paramLabel = "FILE", description = "Write Graphviz text.")
  private @Nullable Path dot;

  @Option(
      names = "--tensorboard",
      paramLabel = "DIR",
      description = "Write an event file and graph.pbtxt; 'tensorboard --logdir DIR' shows them.")
  private @Nullable Path tensorBoard;

  @Option(names = "--text", description = "Print the scopes as a tree, also beside other forms.")
  private boolean text;

  @Option(
      names = "--depth",
      paramLabel = "N",
      description =
          "Open only scopes with fewer than N scopes around them, in --svg and as the page of --html"
              + " begins, and in --text; by default as many as stay readable.")
  private @Nullable Integer depth;

  @Option(
      names = "--optimized",
      description = "Draw the graph as it runs, after fusing and folding, not as it was written.")
  private boolean optimized;

  @Override
  public Integer call() {
    if (depth != null && depth < 0) {
      throw new IllegalArgumentException("--depth must not be negative: " + depth);
    }
    Graph graph = ModelOrExample.load(model);
    if (optimized) {
      graph = GraphPipeline.optimize(graph, DataFormat.NHWC);
    }
    GraphPicture picture = GraphPicture.of(graph);
    writeFiles(picture);
    if (tensorBoard != null) {
      writeForTensorBoard(graph, tensorBoard);
    }
    boolean silent = svg != null || html != null || dot != null || tensorBoard != null;
    if (text || !silent) {
      System.out.print(TextWriter.write(picture, title(), depth == null ? TEXT_DEPTH : depth));
    }
    return ExitCode.SUCCESS.code();
  }

  private void writeFiles(GraphPicture picture) {
    if (svg != null) {
      int opened = depth == null ? picture.depthWithin(SVG_BOXES) : depth;
      write(svg, SvgWriter.write(picture, title(), opened));
    }
    if (html != null) {
      int opened = depth == null ? picture.depthWithin(HtmlWriter.READABLE_BOXES) : depth;
      write(html, HtmlWriter.write(picture, title(), opened));
    }
    if (dot != null) {
      write(dot, DotWriter.write(picture, title()));
    }
  }

  private static void writeForTensorBoard(Graph graph, Path folder) {
    try {
      TensorBoardFiles files = TensorBoardFiles.write(graph, folder);
      System.err.println("wrote " + files.eventFile());
      System.err.println("wrote " + files.textFile());
      files
          .graph()
          .foreign()
          .forEach(op -> System.err.println("TensorBoard shows, but TensorFlow refuses " + op));
    } catch (IOException error) {
      throw new FileException(folder, error);
    }
  }

  private String title() {
    return String.valueOf(model.getFileName());
  }

  private static void write(Path file, String content) {
    OutputFile.write(file, content);
    System.err.println("wrote " + file);
  }
}
