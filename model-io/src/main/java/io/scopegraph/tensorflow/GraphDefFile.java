package io.scopegraph.tensorflow;

import com.google.protobuf.TextFormat;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.io.internal.MessageFile;
import io.scopegraph.tensorflow.proto.GraphDef;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Bytes and text to graph messages.
final class GraphDefFile {
  private static final int MAX_NESTING = 100;

  private GraphDefFile() {}

  /// Reads the text form if the file's name ends in `.pbtxt`, else the binary form.
  static GraphDef read(Path file) {
    byte[] bytes = MessageFile.read(file);
    String name = file.toString();
    return name.endsWith(".pbtxt")
        ? text(name, new String(bytes, StandardCharsets.UTF_8))
        : binary(name, bytes);
  }

  static GraphDef binary(String name, byte[] bytes) {
    GraphDef graph = MessageFile.parse(name, bytes, GraphDef.parser(), "a TensorFlow graph");
    checkNotEmpty(name, graph);
    return graph;
  }

  /// A field that is not known is an error: it may be a known one misspelt.
  static GraphDef text(String name, String text) {
    TextFormat.Parser parser =
        TextFormat.Parser.newBuilder().setRecursionLimit(MAX_NESTING).build();
    GraphDef.Builder graph = GraphDef.newBuilder();
    try {
      parser.merge(text, graph);
    } catch (TextFormat.ParseException e) {
      throw ModelFormatException.in(
          name,
          "line %d, column %d".formatted(e.getLine(), e.getColumn()),
          "expected a TensorFlow graph as text (%s)".formatted(e.getMessage()));
    }
    checkNotEmpty(name, graph.build());
    return graph.build();
  }

  private static void checkNotEmpty(String name, GraphDef graph) {
    if (graph.getNodeCount() == 0) {
      throw ModelFormatException.of(name, "expected a TensorFlow graph, found no nodes");
    }
  }
}
