package io.scopegraph.onnx;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.io.internal.MessageFile;
import io.scopegraph.onnx.proto.ModelProto;
import java.nio.file.Path;

/// What a model says of itself beside its graph.
///
/// @param irVersion the version of the file format
/// @param producer the program that wrote the file and its version; empty if it does not say
/// @param opsets the version of each op set used, by domain; the empty domain is the format's own
public record OnnxHeader(long irVersion, String producer, ImmutableMap<String, Long> opsets) {
  /// Reads the header of a model; its ops need not be supported.
  ///
  /// @throws io.scopegraph.io.ModelFormatException if the file cannot be read or is damaged
  public static OnnxHeader readFile(Path file) {
    return parse(file.toString(), MessageFile.read(file));
  }

  /// As [#readFile], from the bytes of a file.
  ///
  /// @param name stands for the file in errors
  public static OnnxHeader parse(String name, byte[] bytes) {
    ModelProto model = MessageFile.parse(name, bytes, ModelProto.parser(), "an ONNX model");
    String producer = (model.getProducerName() + " " + model.getProducerVersion()).strip();
    return new OnnxHeader(
        model.getIrVersion(), producer, ImmutableMap.copyOf(Opsets.of(name, model)));
  }
}
