package io.scopegraph.tensorboard;

import io.scopegraph.graph.Graph;
import io.scopegraph.tensorflow.ExportedGraph;
import io.scopegraph.tensorflow.GraphDefExporter;
import java.io.IOException;
import java.nio.file.Path;

/// The files that show a graph in TensorBoard.
///
/// @param eventFile what TensorBoard finds by itself when it is pointed at the directory
/// @param textFile `graph.pbtxt`, for the button on TensorBoard's page Graphs and for people
/// @param graph the graph as it was written, with the nodes that TensorFlow has no form for
public record TensorBoardFiles(Path eventFile, Path textFile, ExportedGraph graph) {
  /// Writes a graph to a directory, which is made if there is none; `tensorboard --logdir
  /// DIRECTORY` shows it. A `graph.pbtxt` that is there is replaced, event files stay.
  ///
  /// @throws IllegalArgumentException if the graph's constants exceed 2 GiB
  public static TensorBoardFiles write(Graph graph, Path directory) throws IOException {
    ExportedGraph exported = GraphDefExporter.export(graph);
    Path textFile = directory.resolve("graph.pbtxt");
    try (EventFileWriter writer = EventFileWriter.open(directory)) {
      writer.writeGraph(exported);
      exported.write(textFile);
      return new TensorBoardFiles(writer.file(), textFile, exported);
    }
  }
}
