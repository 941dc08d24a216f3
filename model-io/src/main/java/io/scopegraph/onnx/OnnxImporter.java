package io.scopegraph.onnx;

import io.scopegraph.graph.Graph;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.io.internal.ImportedModel;
import io.scopegraph.io.internal.MessageFile;
import io.scopegraph.onnx.proto.ModelProto;
import io.scopegraph.op.UnsupportedOpException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Turns ONNX models into graphs. Tested with op sets 6 to 21; newer ones are accepted as far as
/// the forms of the ops used are the same.
///
/// The graph's placeholders and outputs have the names that the model gives them. Nodes keep their
/// names, which begin with the scopes that some exporters write; a node without a name gets the
/// name of its first output. Dims that are symbolic, absent, 0 or -1 are unknown. Weights become
/// constants.
///
/// The bytes of a model may come from anywhere: whatever they hold, the outcome is a graph or one
/// of the two exceptions, and no memory is taken beyond what the bytes account for.
public final class OnnxImporter {
  private OnnxImporter() {}

  /// Imports a model with the files of external data beside it.
  ///
  /// @throws ModelFormatException if the file cannot be read or is damaged
  /// @throws UnsupportedOpException if it holds ops that cannot be run, with all of them
  public static Graph importFile(Path file) {
    return importFile(file, OnnxImportOptions.defaults());
  }

  /// As [#importFile(Path)], with options.
  public static Graph importFile(Path file, OnnxImportOptions options) {
    Path absolute = file.toAbsolutePath();
    return build(file.toString(), absolute.getParent(), MessageFile.read(file), options);
  }

  /// Imports a model that has no external data.
  ///
  /// @param name stands for the file in errors and in the nodes
  /// @param model must not change as long as the graph is in use: weights are views of it
  public static Graph importBytes(String name, byte[] model) {
    return importBytes(name, model, OnnxImportOptions.defaults());
  }

  /// As [#importBytes(String, byte[])], with options.
  public static Graph importBytes(String name, byte[] model, OnnxImportOptions options) {
    return build(name, null, model, options);
  }

  private static Graph build(
      String name, @Nullable Path folder, byte[] bytes, OnnxImportOptions options) {
    if (bytes.length == 0) {
      throw ModelFormatException.of(name, "expected an ONNX model, found an empty file");
    }
    ModelProto model = MessageFile.parse(name, bytes, ModelProto.parser(), "an ONNX model");
    String shortName = name.substring(name.lastIndexOf('/') + 1);
    OnnxTensors tensors = new OnnxTensors(name, new ExternalData(name, folder));
    return new GraphImport(model, new ImportedModel(name, shortName), tensors, options).run();
  }
}
