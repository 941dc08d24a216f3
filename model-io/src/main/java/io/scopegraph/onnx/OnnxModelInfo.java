package io.scopegraph.onnx;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.onnx.proto.ModelProto;
import java.nio.file.Path;
import java.util.stream.Collectors;

/// What an ONNX file says of itself.
///
/// @param irVersion the version of the file format
/// @param producer the program that wrote the file, with its version; may be empty
/// @param opsets the version of each op set, by domain; the format's own domain is the empty string
public record OnnxModelInfo(long irVersion, String producer, ImmutableMap<String, Long> opsets) {
  /// Reads a file.
  ///
  /// @throws ModelFormatException if it cannot be read or is damaged
  public static OnnxModelInfo read(Path file) {
    String name = file.toString();
    ModelProto model =
        OnnxFile.parse(name, OnnxFile.read(file), ModelProto.parser(), "an ONNX model");
    String producer = (model.getProducerName() + " " + model.getProducerVersion()).strip();
    return new OnnxModelInfo(
        model.getIrVersion(), producer, ImmutableMap.copyOf(Opsets.of(name, model)));
  }

  /// For example `ONNX IR 7, opset 12, by PaddlePaddle`.
  @Override
  public String toString() {
    String versions =
        opsets.entrySet().stream()
            .map(each -> (each.getKey().isEmpty() ? "" : each.getKey() + " ") + each.getValue())
            .collect(Collectors.joining(", "));
    return "ONNX IR %d, opset %s%s"
        .formatted(irVersion, versions, producer.isEmpty() ? "" : ", by " + producer);
  }
}
