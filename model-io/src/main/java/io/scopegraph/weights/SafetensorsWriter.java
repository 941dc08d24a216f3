package io.scopegraph.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Writes a safetensors file. Names keep their order; the data of wide elements stand before those of
/// narrow ones, so that every tensor is aligned to its elements.
final class SafetensorsWriter {
  private static final int ALIGNMENT = 8;
  private static final JsonFactory FACTORY = new JsonFactory();

  private SafetensorsWriter() {}

  /// Checks that the format has a place for all of it.
  ///
  /// @throws IllegalArgumentException if not
  static void check(Map<String, TensorSpec> specs) {
    specs.forEach(
        (name, spec) -> {
          if (SafetensorsTypes.type(spec.dtype()) == null) {
            throw new IllegalArgumentException(
                "Tensor \"%s\": safetensors has no type for %s".formatted(name, spec.dtype()));
          }
        });
    if (specs.containsKey(SafetensorsHeader.METADATA)) {
      throw new IllegalArgumentException(
          "safetensors keeps the name %s for itself".formatted(SafetensorsHeader.METADATA));
    }
  }

  /// Writes all tensors, of which it holds one at a time.
  static void write(
      FileChannel channel,
      Map<String, TensorSpec> specs,
      Function<String, Tensor> values,
      Map<String, String> metadata)
      throws IOException {
    List<String> order = new ArrayList<>(specs.keySet());
    order.sort(Comparator.comparing((String name) -> -specs.get(name).dtype().byteSize()));
    Map<String, Long> begins = new HashMap<>();
    long end = 0;
    for (String name : order) {
      begins.put(name, end);
      end = Math.addExact(end, specs.get(name).byteSize());
    }
    FileBytes.write(channel, MemorySegment.ofArray(header(specs, begins, metadata)));
    for (String name : order) {
      FileBytes.write(channel, values.apply(name).segment());
    }
  }

  /// The length and the text, padded so that the data begin at a multiple of eight bytes.
  private static byte[] header(
      Map<String, TensorSpec> specs, Map<String, Long> begins, Map<String, String> metadata)
      throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectFieldStart(SafetensorsHeader.METADATA);
        for (Map.Entry<String, String> each : metadata.entrySet()) {
          json.writeStringField(each.getKey(), each.getValue());
        }
        json.writeEndObject();
      }
      for (Map.Entry<String, TensorSpec> each : specs.entrySet()) {
        write(json, each.getKey(), each.getValue(), begins.get(each.getKey()));
      }
      json.writeEndObject();
    }
    while (text.size() % ALIGNMENT != 0) {
      text.write(' ');
    }
    if (text.size() > SafetensorsHeader.MAX_TEXT) {
      throw new IOException(
          "The names and metadata need %d bytes, more than the %d of the format"
              .formatted(text.size(), SafetensorsHeader.MAX_TEXT));
    }
    return ByteBuffer.allocate(SafetensorsHeader.PREFIX + text.size())
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.size())
        .put(text.toByteArray())
        .array();
  }

  private static void write(JsonGenerator json, String name, TensorSpec spec, long begin)
      throws IOException {
    DType dtype = spec.dtype();
    json.writeObjectFieldStart(name);
    json.writeStringField("dtype", SafetensorsTypes.type(dtype));
    json.writeFieldName("shape");
    long[] dims = spec.shape().dims();
    json.writeArray(dims, 0, dims.length);
    json.writeFieldName("data_offsets");
    json.writeArray(new long[] {begin, begin + spec.byteSize()}, 0, 2);
    json.writeEndObject();
  }
}
