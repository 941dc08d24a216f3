package io.scopegraph.tensorflow;

import io.scopegraph.tensorflow.proto.GraphDef;
import java.nio.file.Path;

/// What a file says of itself beside its graph.
///
/// @param producer the version of the graph format that its writer had; 0 if it does not say
/// @param nodes the number of nodes, those that no output needs included
public record GraphDefHeader(int producer, int nodes) {
  /// Reads the header of a file; its ops need not be supported.
  ///
  /// @throws io.scopegraph.io.ModelFormatException if the file cannot be read or is damaged
  public static GraphDefHeader readFile(Path file) {
    GraphDef graph = GraphDefFile.read(file);
    return new GraphDefHeader(graph.getVersions().getProducer(), graph.getNodeCount());
  }
}
