package io.scopegraph.weights;

import io.scopegraph.io.NpzWriter;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/// Writes named tensors in the format that a file's name asks for.
final class WeightWriting {
  private WeightWriting() {}

  /// Writes a file, whole or not at all; one tensor at a time is held.
  static void write(
      Map<String, TensorSpec> specs,
      Function<String, Tensor> values,
      Path file,
      Map<String, String> metadata)
      throws IOException {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (name.endsWith(".safetensors")) {
      SafetensorsWriter.check(specs);
      FileBytes.replace(file, channel -> SafetensorsWriter.write(channel, specs, values, metadata));
      return;
    }
    if (name.endsWith(".npz")) {
      checkNpz(specs, metadata);
      FileBytes.replace(file, channel -> writeNpz(channel, specs, values));
      return;
    }
    throw new IllegalArgumentException(
        "%s: weights are written to names that end in .safetensors or .npz".formatted(file));
  }

  private static void checkNpz(Map<String, TensorSpec> specs, Map<String, String> metadata) {
    if (!metadata.isEmpty()) {
      throw new IllegalArgumentException("npz has no place for metadata; safetensors has");
    }
    specs.forEach((name, spec) -> {
      if (spec.dtype() == DType.BFLOAT16) {
        throw new IllegalArgumentException(
            "Tensor \"%s\": npz has no type for bfloat16; safetensors has".formatted(name));
      }
      if (!spec.dtype().isNumeric()) {
        throw new IllegalArgumentException(
            "Tensor \"%s\": %s is not written to npz".formatted(name, spec.dtype()));
      }
    });
  }

  private static void writeNpz(
      FileChannel channel, Map<String, TensorSpec> specs, Function<String, Tensor> values)
      throws IOException {
    NpzWriter writer = new NpzWriter(Channels.newOutputStream(channel));
    for (String name : specs.keySet()) {
      writer.add(name, values.apply(name));
    }
    writer.finish();
  }
}
