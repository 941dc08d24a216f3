package io.scopegraph.tensorflow;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Value;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.io.internal.MessageFile;
import io.scopegraph.tensorflow.GraphNode.Edge;
import io.scopegraph.tensorflow.proto.MetaGraphDef;
import io.scopegraph.tensorflow.proto.SavedModel;
import io.scopegraph.tensorflow.proto.SignatureDef;
import io.scopegraph.tensorflow.proto.TensorInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// Turns TensorFlow 1's saved models into graphs: of the graph with the tag `serve` what one
/// signature needs.
///
/// Variables are those of [GraphDefImporter]; their values are in the model's checkpoint, under the
/// names that the variables have here.
public final class SavedModelImporter {
  /// The signature that TensorFlow gives a model with only one.
  public static final String DEFAULT_SIGNATURE = "serving_default";

  private static final String SERVE = "serve";
  private static final String FILE = "saved_model.pb";

  private SavedModelImporter() {}

  /// Whether a path is the folder of a saved model.
  public static boolean isSavedModel(Path path) {
    return Files.isRegularFile(path.resolve(FILE));
  }

  /// Imports the default signature of a model.
  ///
  /// @param folder the one with `saved_model.pb`
  /// @throws ModelFormatException if there is no such model, or it is damaged
  /// @throws io.scopegraph.op.UnsupportedOpException if the signature needs ops that cannot be run
  public static SavedModelGraph importFolder(Path folder) {
    return importFolder(folder, DEFAULT_SIGNATURE, GraphDefImportOptions.defaults());
  }

  /// As [#importFolder(Path)], with another signature and options.
  ///
  /// @param options its outputs, where there are any, are added to those of the signature
  public static SavedModelGraph importFolder(
      Path folder, String signature, GraphDefImportOptions options) {
    Path file = folder.resolve(FILE);
    return importBytes(file.toString(), MessageFile.read(file), signature, options);
  }

  /// As [#importFolder(Path, String, GraphDefImportOptions)], from the bytes of `saved_model.pb`.
  ///
  /// @param name stands for the file in errors and in the nodes
  public static SavedModelGraph importBytes(
      String name, byte[] bytes, String signature, GraphDefImportOptions options) {
    SavedModel model =
        MessageFile.parse(name, bytes, SavedModel.parser(), "a TensorFlow saved model");
    MetaGraphDef graph = serving(name, model);
    SignatureDef found = graph.getSignatureDefMap().get(signature);
    if (found == null) {
      throw ModelFormatException.of(
          name,
          "has no signature \"%s\", only %s"
              .formatted(signature, new TreeMap<>(graph.getSignatureDefMap()).keySet()));
    }
    ImmutableMap<String, String> inputs = tensors(name, found.getInputsMap());
    ImmutableMap<String, String> outputs = tensors(name, found.getOutputsMap());
    if (outputs.isEmpty()) {
      throw ModelFormatException.of(name, "signature \"%s\" has no outputs".formatted(signature));
    }
    ImmutableList<String> wanted =
        ImmutableList.<String>builder().addAll(outputs.values()).addAll(options.outputs()).build();
    Graph imported = GraphDefImporter.build(name, graph.getGraphDef(), options.withOutputs(wanted));
    ImmutableMap.Builder<String, Value> named = ImmutableMap.builder();
    outputs.forEach((key, tensor) -> named.put(key, imported.value(tensor)));
    options.outputs().forEach(tensor -> named.put(tensor, imported.value(tensor)));
    return new SavedModelGraph(
        Graph.of(imported.nodes(), named.buildKeepingLast()), inputs, signature);
  }

  private static MetaGraphDef serving(String name, SavedModel model) {
    for (MetaGraphDef graph : model.getMetaGraphsList()) {
      if (graph.getMetaInfoDef().getTagsList().contains(SERVE)) {
        return graph;
      }
    }
    throw ModelFormatException.of(
        name,
        "expected a graph with the tag \"%s\", found %d graphs without it"
            .formatted(SERVE, model.getMetaGraphsCount()));
  }

  /// Tensors by their names for the caller, in the order of these.
  private static ImmutableMap<String, String> tensors(String name, Map<String, TensorInfo> infos) {
    ImmutableMap.Builder<String, String> tensors = ImmutableMap.builder();
    new TreeMap<>(infos)
        .forEach((key, info) -> {
          Edge edge = NodeTable.parse(info.getName());
          if (edge == null) {
            throw ModelFormatException.of(
                name,
                "\"%s\" of the signature names no tensor: \"%s\"".formatted(key, info.getName()));
          }
          tensors.put(key, edge.key());
        });
    return tensors.buildOrThrow();
  }
}
