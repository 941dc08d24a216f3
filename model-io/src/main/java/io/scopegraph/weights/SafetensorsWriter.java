package io.scopegraph.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.scopegraph.io.internal.channel.ChannelOutput;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/// Writes a safetensors file. Names keep their order; the data of wide elements stand before those
/// of narrow ones, so that every tensor is aligned to its elements.
final class SafetensorsWriter {
  private static final int ALIGNMENT = 8;
  private static final JsonFactory FACTORY = new JsonFactory();

  private record Item(String name, TensorSpec spec) {}

  private SafetensorsWriter() {}

  /// Checks that the format has a place for all of it.
  ///
  /// @throws IllegalArgumentException if not
  static void check(Map<String, TensorSpec> specs) {
    specs.forEach((name, spec) -> {
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
    List<Item> order = new ArrayList<>();
    specs.forEach((name, spec) -> order.add(new Item(name, spec)));
    order.sort(Comparator.comparingInt((Item item) -> -item.spec().dtype().byteSize()));
    Map<Item, Long> begins = new LinkedHashMap<>();
    long end = 0;
    for (Item item : order) {
      begins.put(item, end);
      end = Math.addExact(end, item.spec().byteSize());
    }
    ChannelOutput.write(channel, MemorySegment.ofArray(header(specs, begins, metadata)));
    for (Item item : order) {
      ChannelOutput.write(channel, values.apply(item.name()).segment());
    }
  }

  /// The length and the text, padded so that the data begin at a multiple of eight bytes.
  private static byte[] header(
      Map<String, TensorSpec> specs, Map<Item, Long> begins, Map<String, String> metadata)
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
        Item item = new Item(each.getKey(), each.getValue());
        write(json, item, Objects.requireNonNull(begins.get(item)));
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

  private static void write(JsonGenerator json, Item item, long begin) throws IOException {
    TensorSpec spec = item.spec();
    json.writeObjectFieldStart(item.name());
    json.writeStringField("dtype", SafetensorsTypes.type(spec.dtype()));
    json.writeFieldName("shape");
    long[] dims = spec.shape().dims();
    json.writeArray(dims, 0, dims.length);
    json.writeFieldName("data_offsets");
    json.writeArray(new long[] {begin, begin + spec.byteSize()}, 0, 2);
    json.writeEndObject();
  }
}
