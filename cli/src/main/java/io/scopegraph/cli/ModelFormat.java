package io.scopegraph.cli;

import io.scopegraph.graph.Graph;
import io.scopegraph.onnx.OnnxHeader;
import io.scopegraph.onnx.OnnxImporter;
import io.scopegraph.tensorflow.GraphDefHeader;
import io.scopegraph.tensorflow.GraphDefImporter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/// The formats of models, told apart by the file's name or else by its first byte.
enum ModelFormat {
  ONNX {
    @Override
    Graph load(Path file) {
      return OnnxImporter.importFile(file);
    }

    // For example `ONNX IR 7, opset 12, by pytorch 2.1`.
    @Override
    String describe(Path file) {
      OnnxHeader header = OnnxHeader.readFile(file);
      String opsets =
          header.opsets().entrySet().stream()
              .map(each -> (each.getKey() + " " + each.getValue()).strip())
              .collect(Collectors.joining(", "));
      String producer = header.producer().isEmpty() ? "" : ", by " + header.producer();
      return "ONNX IR %d, opset %s%s".formatted(header.irVersion(), opsets, producer);
    }
  },
  GRAPH_DEF {
    @Override
    Graph load(Path file) {
      return GraphDefImporter.importFile(file);
    }

    // For example `TensorFlow GraphDef, producer 26, 92 nodes`.
    @Override
    String describe(Path file) {
      GraphDefHeader header = GraphDefHeader.readFile(file);
      return "TensorFlow GraphDef, producer %d, %d nodes"
          .formatted(header.producer(), header.nodes());
    }
  };

  /// The key of a list of nodes, with which a binary GraphDef begins; an ONNX model begins with
  /// numbers.
  private static final int NODE_KEY = 0x0A;

  /// @throws io.scopegraph.io.ModelFormatException if it is not a model
  abstract Graph load(Path file);

  /// The format and its version in the user's words.
  abstract String describe(Path file);

  static ModelFormat of(Path file) {
    String name = file.toString();
    if (name.endsWith(".pb") || name.endsWith(".pbtxt")) {
      return GRAPH_DEF;
    }
    if (name.endsWith(".onnx") || !Files.isRegularFile(file)) {
      return ONNX;
    }
    try (InputStream content = Files.newInputStream(file)) {
      return content.read() == NODE_KEY ? GRAPH_DEF : ONNX;
    } catch (IOException _) {
      return ONNX;
    }
  }
}
