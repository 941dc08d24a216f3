package io.scopegraph.integration.tensorflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scopegraph.io.NpyFile;
import io.scopegraph.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Recorded inputs and outputs of a model.
///
/// @param model the model's file
record ModelCase(Path model, Map<String, Tensor> inputs, Map<String, Tensor> outputs) {
  /// Reads a folder with a `case.json` and the arrays that it names.
  static ModelCase read(Path folder) throws IOException {
    JsonNode json = new ObjectMapper().readTree(folder.resolve("case.json").toFile());
    return new ModelCase(
        folder.resolveSibling(json.get("model").asText()),
        tensors(folder, json.get("inputs")),
        tensors(folder, json.get("outputs")));
  }

  private static Map<String, Tensor> tensors(Path folder, JsonNode list) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (JsonNode each : list) {
      tensors.put(
          each.get("name").asText(), NpyFile.read(folder.resolve(each.get("file").asText())));
    }
    return tensors;
  }

  /// The largest difference, by the largest wanted value.
  static double relativeError(Tensor got, Tensor want) {
    double error = 0;
    double largest = 0;
    for (long i = 0; i < want.elementCount(); i++) {
      double difference = Math.abs(got.getDouble(i) - want.getDouble(i));
      error = Double.isNaN(difference) ? Double.NaN : Math.max(error, difference);
      largest = Math.max(largest, Math.abs(want.getDouble(i)));
    }
    return error / largest;
  }
}
