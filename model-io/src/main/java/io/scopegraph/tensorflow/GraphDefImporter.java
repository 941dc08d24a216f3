package io.scopegraph.tensorflow;

import io.scopegraph.graph.Graph;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.io.internal.ImportedModel;
import io.scopegraph.op.UnsupportedOpException;
import io.scopegraph.tensorflow.proto.GraphDef;
import java.nio.file.Path;

/// Turns TensorFlow's graphs (GraphDef, as of TensorFlow 1) into graphs.
///
/// Nodes keep their names; edges that are for order alone are dropped, and so is what no output
/// needs. Constants become constants. Variables become variables, named as the node is, which is
/// also their name in a checkpoint: a variable that the graph assigns a constant begins with it,
/// any other holds NaN (integers 0) until a value is loaded. A placeholder with a default has its
/// default, unless it is made an input by the options.
///
/// The bytes may come from anywhere: whatever they hold, the outcome is a graph or one of the two
/// exceptions, and no memory is taken beyond what the bytes account for.
public final class GraphDefImporter {
  private GraphDefImporter() {}

  /// Imports a file: in the text form if its name ends in `.pbtxt`, else in the binary form.
  ///
  /// @throws ModelFormatException if the file cannot be read or is damaged
  /// @throws UnsupportedOpException if the outputs need ops that cannot be run, with all of them
  public static Graph importFile(Path file) {
    return importFile(file, GraphDefImportOptions.defaults());
  }

  /// As [#importFile(Path)], with options.
  public static Graph importFile(Path file, GraphDefImportOptions options) {
    return build(file.toString(), GraphDefFile.read(file), options);
  }

  /// Imports a graph in the binary form.
  ///
  /// @param name stands for the file in errors and in the nodes
  /// @param graph must not change as long as the result is in use: weights are views of it
  public static Graph importBytes(String name, byte[] graph, GraphDefImportOptions options) {
    return build(name, GraphDefFile.binary(name, graph), options);
  }

  /// Imports a graph in the text form.
  ///
  /// @param name stands for the file in errors and in the nodes
  public static Graph importText(String name, String graph, GraphDefImportOptions options) {
    return build(name, GraphDefFile.text(name, graph), options);
  }

  static Graph build(String name, GraphDef graph, GraphDefImportOptions options) {
    String shortName = name.substring(name.lastIndexOf('/') + 1);
    return new GraphDefImport(graph, new ImportedModel(name, shortName), options).run();
  }
}
