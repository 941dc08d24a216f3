package io.scopegraph.onnx;

import io.scopegraph.io.ModelFormatException;
import io.scopegraph.onnx.proto.StringStringEntryProto;
import io.scopegraph.onnx.proto.TensorProto;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Weights in files beside the model, mapped read-only. Nothing outside the model's folder is ever
/// opened, whatever the model says.
final class ExternalData {
  private final String model;
  private final @Nullable Path folder;
  private final Map<Path, MemorySegment> mapped = new HashMap<>();

  /// @param folder the model's folder; null if the model was given as bytes
  ExternalData(String model, @Nullable Path folder) {
    this.model = model;
    this.folder = folder;
  }

  /// The bytes that a tensor refers to.
  ///
  /// @param byteSize how many its shape and dtype need
  MemorySegment bytes(TensorProto tensor, long byteSize) {
    Map<String, String> entries = new HashMap<>();
    for (StringStringEntryProto entry : tensor.getExternalDataList()) {
      entries.put(entry.getKey(), entry.getValue());
    }
    MemorySegment file =
        mapped.computeIfAbsent(resolve(tensor, entries.get("location")), this::map);
    long offset = number(tensor, entries, "offset", 0);
    require(
        offset <= file.byteSize(),
        tensor,
        "offset %d lies past the end of a file of %d bytes".formatted(offset, file.byteSize()));
    long length = number(tensor, entries, "length", file.byteSize() - offset);
    require(
        length <= file.byteSize() - offset,
        tensor,
        "%d bytes from offset %d on lie past the end of a file of %d bytes"
            .formatted(length, offset, file.byteSize()));
    require(
        length == byteSize,
        tensor,
        "expected %d bytes of external data, found %d".formatted(byteSize, length));
    return file.asSlice(offset, length);
  }

  private Path resolve(TensorProto tensor, @Nullable String location) {
    if (folder == null) {
      throw error(tensor, "a model given as bytes cannot have external data");
    }
    if (location == null || location.isEmpty()) {
      throw error(tensor, "external data without a location");
    }
    boolean plain =
        location.indexOf('\\') < 0
            && location.indexOf('\0') < 0
            && location.indexOf(':') < 0
            && !location.startsWith("/");
    for (String part : location.split("/", -1)) {
      plain &= !part.equals("..");
    }
    String refused = "external data at \"%s\" would lie outside of the model's folder";
    require(plain, tensor, refused.formatted(location));
    try {
      Path root = folder.toRealPath();
      Path file = root.resolve(location).toRealPath();
      require(file.startsWith(root), tensor, refused.formatted(location));
      require(
          Files.isRegularFile(file),
          tensor,
          "external data at \"%s\": not a regular file".formatted(location));
      return file;
    } catch (IOException | InvalidPathException e) {
      String problem = "external data at \"%s\" cannot be read".formatted(location);
      throw ModelFormatException.in(model, OnnxTensors.describe(tensor), problem, e);
    }
  }

  private MemorySegment map(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.map(MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
    } catch (IOException e) {
      throw ModelFormatException.of(file.toString(), "cannot be read: " + e.getMessage(), e);
    }
  }

  private long number(TensorProto tensor, Map<String, String> entries, String key, long absent) {
    String text = entries.get(key);
    if (text == null) {
      return absent;
    }
    require(
        text.matches("\\d{1,18}"),
        tensor,
        "%s of the external data must be a number of bytes, found \"%s\"".formatted(key, text));
    return Long.parseLong(text);
  }

  private void require(boolean holds, TensorProto tensor, String problem) {
    if (!holds) {
      throw error(tensor, problem);
    }
  }

  private ModelFormatException error(TensorProto tensor, String problem) {
    return ModelFormatException.in(model, OnnxTensors.describe(tensor), problem);
  }
}
