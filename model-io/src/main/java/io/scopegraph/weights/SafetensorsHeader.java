package io.scopegraph.weights;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Longs;
import io.scopegraph.io.ModelFormatException;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a safetensors file says of its tensors, checked: every range has the size of its tensor,
/// and together they cover the data without holes or overlaps.
///
/// @param dataStart where the data begin in the file
record SafetensorsHeader(
    ImmutableMap<String, Item> items, ImmutableMap<String, String> metadata, long dataStart) {
  /// How the format names its own member.
  static final String METADATA = "__metadata__";

  static final int MAX_TEXT = 100_000_000;

  /// The length of the text, before it.
  static final int PREFIX = 8;

  private static final ValueLayout.OfLong LENGTH =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// One tensor.
  ///
  /// @param begin where it begins in the data
  record Item(String type, TensorShape shape, long begin, long end) {}

  /// Whether a file begins as the format wants it.
  static boolean isHeader(MappedFile file) {
    if (file.size() <= PREFIX) {
      return false;
    }
    long length = file.bytes().get(LENGTH, 0);
    return length > 0
        && length <= MAX_TEXT
        && file.bytes().get(ValueLayout.JAVA_BYTE, PREFIX) == '{';
  }

  /// Reads and checks a header.
  ///
  /// @throws ModelFormatException if a rule of the format is broken
  static SafetensorsHeader read(MappedFile file) {
    if (file.size() < PREFIX) {
      throw file.error(
          file.size(), "expected a safetensors file, found %d bytes".formatted(file.size()));
    }
    long length = file.bytes().get(LENGTH, 0);
    if (length < 2 || length > MAX_TEXT || length > file.size() - PREFIX) {
      throw file.error(
          0,
          "a header of %s bytes does not fit into a file of %d or exceeds %d"
              .formatted(Long.toUnsignedString(length), file.size(), MAX_TEXT));
    }
    if (file.bytes().get(ValueLayout.JAVA_BYTE, PREFIX) != '{') {
      throw file.error(PREFIX, "expected the header to begin with '{'");
    }
    byte[] text = file.copy(PREFIX, length);
    try (JsonText json = new JsonText(file.name(), text, PREFIX)) {
      SafetensorsHeader header = parse(json, PREFIX + length);
      header.checkCoverage(file);
      return header;
    } catch (IOException e) {
      throw JsonText.malformed(file.name(), PREFIX, e);
    }
  }

  private static SafetensorsHeader parse(JsonText json, long dataStart) throws IOException {
    Map<String, Item> items = new LinkedHashMap<>();
    List<ImmutableMap<String, String>> metadata = new ArrayList<>();
    json.document(name -> {
      if (name.equals(METADATA)) {
        metadata.add(json.strings("metadata, an object of strings"));
      } else if (items.put(name, item(json, name)) != null) {
        throw json.error("the name \"%s\" occurs twice".formatted(name));
      }
      if (metadata.size() > 1) {
        throw json.error("the name \"%s\" occurs twice".formatted(METADATA));
      }
    });
    return new SafetensorsHeader(
        ImmutableMap.copyOf(items),
        metadata.isEmpty() ? ImmutableMap.of() : metadata.getFirst(),
        dataStart);
  }

  /// The members of a tensor while it is read.
  private static final class Members {
    private @Nullable String type;
    private long @Nullable [] shape;
    private long @Nullable [] offsets;
  }

  private static Item item(JsonText json, String name) throws IOException {
    Members members = new Members();
    json.object(
        "a tensor, an object",
        key -> {
          boolean isNew =
              switch (key) {
                case "dtype" -> {
                  boolean absent = members.type == null;
                  members.type = json.string("a dtype, a string");
                  yield absent;
                }
                case "shape" -> {
                  boolean absent = members.shape == null;
                  members.shape = json.numbers("a shape, an array of dims", TensorShape.MAX_RANK);
                  yield absent;
                }
                case "data_offsets" -> {
                  boolean absent = members.offsets == null;
                  members.offsets = json.numbers("data_offsets, an array of two numbers", 2);
                  yield absent;
                }
                default -> {
                  json.skip();
                  yield true;
                }
              };
          if (!isNew) {
            throw json.error("tensor \"%s\": \"%s\" occurs twice".formatted(name, key));
          }
        });
    return item(json, name, members);
  }

  private static Item item(JsonText json, String name, Members members) {
    String type = members.type;
    long[] dims = members.shape;
    long[] offsets = members.offsets;
    if (type == null || dims == null || offsets == null || offsets.length != 2) {
      throw json.error("tensor \"%s\": expected dtype, shape and two data_offsets".formatted(name));
    }
    String problem = TensorShape.problem(Longs.asList(dims));
    if (problem != null) {
      throw json.error("tensor \"%s\": %s".formatted(name, problem));
    }
    TensorShape shape = TensorShape.of(Longs.asList(dims));
    if (offsets[0] < 0 || offsets[1] < offsets[0]) {
      throw json.error(
          "tensor \"%s\": data cannot lie from %d to %d".formatted(name, offsets[0], offsets[1]));
    }
    long found = offsets[1] - offsets[0];
    int size = SafetensorsTypes.byteSize(type);
    if (size > 0 && found != shape.elementCount() * size) {
      throw json.error(
          "tensor \"%s\": %s%s needs %d bytes, found %d"
              .formatted(
                  name,
                  SafetensorsTypes.label(type),
                  shape.shape(),
                  shape.elementCount() * size,
                  found));
    }
    return new Item(type, shape, offsets[0], offsets[1]);
  }

  private void checkCoverage(MappedFile file) {
    List<Map.Entry<String, Item>> sorted = new ArrayList<>(items.entrySet());
    sorted.sort(
        Comparator.comparingLong((Map.Entry<String, Item> each) -> each.getValue().begin())
            .thenComparingLong(each -> each.getValue().end()));
    long covered = 0;
    for (Map.Entry<String, Item> each : sorted) {
      Item item = each.getValue();
      if (item.begin() != covered) {
        throw file.error(
            PREFIX,
            "tensor \"%s\" begins at byte %d of the data, %s"
                .formatted(
                    each.getKey(),
                    item.begin(),
                    item.begin() < covered
                        ? "within another tensor, which ends at " + covered
                        : "but the tensor before it ends at " + covered));
      }
      covered = item.end();
    }
    if (covered != file.size() - dataStart) {
      throw file.error(
          dataStart,
          "the tensors need %d bytes of data, found %d"
              .formatted(covered, file.size() - dataStart));
    }
  }
}
