package io.scopegraph.weights;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.weights.SafetensorsHeader.Item;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A safetensors file, or a set of them with a file that says which tensor is in which.
final class SafetensorsFile implements WeightFile {
  /// One tensor and the file that it is in.
  private record Location(MappedFile file, long offset, WeightEntry entry) {}

  private final ImmutableMap<String, Location> locations;
  private final ImmutableMap<String, WeightEntry> entries;
  private final ImmutableMap<String, String> metadata;

  private SafetensorsFile(Map<String, Location> locations, Map<String, String> metadata) {
    this.locations = ImmutableMap.copyOf(locations);
    this.metadata = ImmutableMap.copyOf(metadata);
    ImmutableMap.Builder<String, WeightEntry> listed = ImmutableMap.builder();
    locations.forEach((name, location) -> listed.put(name, location.entry()));
    this.entries = listed.buildOrThrow();
  }

  /// Opens a single file.
  ///
  /// @throws ModelFormatException if a rule of the format is broken
  static SafetensorsFile open(Path path) {
    MappedFile file = MappedFile.map(path);
    SafetensorsHeader header = SafetensorsHeader.read(file);
    return new SafetensorsFile(locations(file, header), header.metadata());
  }

  /// Opens a set by its index, a JSON file with the member `weight_map`.
  ///
  /// @throws ModelFormatException if a rule is broken, a file is missing or would lie elsewhere
  static SafetensorsFile openSet(Path index) {
    ImmutableMap<String, String> map = weightMap(MappedFile.map(index));
    Map<String, Map<String, Location>> shards = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    for (String name : new LinkedHashSet<>(map.values())) {
      MappedFile file = MappedFile.map(NeighbourFile.resolve(index, name));
      SafetensorsHeader header = SafetensorsHeader.read(file);
      header.metadata().forEach(metadata::putIfAbsent);
      shards.put(name, locations(file, header));
    }
    Map<String, Location> all = new LinkedHashMap<>();
    map.forEach((tensor, shard) -> {
      Location location = Objects.requireNonNull(shards.get(shard)).remove(tensor);
      if (location == null) {
        throw error(index, "\"%s\" is said to be in %s, but is not".formatted(tensor, shard));
      }
      all.put(tensor, location);
    });
    shards.forEach((shard, left) -> {
      if (!left.isEmpty()) {
        String extra = left.keySet().iterator().next();
        throw error(index, "\"%s\" is in %s, but not listed".formatted(extra, shard));
      }
    });
    return new SafetensorsFile(all, metadata);
  }

  private static ModelFormatException error(Path index, String problem) {
    return ModelFormatException.of(index.toString(), "tensor " + problem);
  }

  private static ImmutableMap<String, String> weightMap(MappedFile index) {
    if (index.size() > SafetensorsHeader.MAX_TEXT) {
      throw index.error(0, "an index of %d bytes is too large".formatted(index.size()));
    }
    List<ImmutableMap<String, String>> maps = new ArrayList<>();
    byte[] text = index.bytes().toArray(ValueLayout.JAVA_BYTE);
    try (JsonText json = new JsonText(index.name(), text, 0)) {
      json.document(name -> {
        if (name.equals("weight_map")) {
          maps.add(json.strings("weight_map, an object of file names"));
        } else {
          json.skip();
        }
      });
    } catch (IOException e) {
      throw JsonText.malformed(index.name(), 0, e);
    }
    if (maps.size() != 1) {
      throw index.error(0, "expected one member weight_map, found " + maps.size());
    }
    return maps.getFirst();
  }

  private static Map<String, Location> locations(MappedFile file, SafetensorsHeader header) {
    Map<String, Location> locations = new LinkedHashMap<>();
    header
        .items()
        .forEach((name, item) ->
            locations.put(
                name, new Location(file, header.dataStart() + item.begin(), entry(name, item))));
    return locations;
  }

  private static WeightEntry entry(String name, Item item) {
    String label = SafetensorsTypes.label(item.type());
    return new WeightEntry(
        name, label, item.shape().shape(), item.end() - item.begin(), ElementTypes.refusal(label));
  }

  @Override
  public WeightFormat format() {
    return WeightFormat.SAFETENSORS;
  }

  @Override
  public ImmutableMap<String, WeightEntry> entries() {
    return entries;
  }

  @Override
  public ImmutableMap<String, String> metadata() {
    return metadata;
  }

  @Override
  public ImmutableMap<String, Tensor> read(Collection<String> names) {
    ImmutableMap.Builder<String, Tensor> tensors = ImmutableMap.builder();
    for (String name : names) {
      Location location = Objects.requireNonNull(locations.get(name), name);
      tensors.put(
          name,
          location
              .file()
              .tensor(Objects.requireNonNull(location.entry().spec(), name), location.offset()));
    }
    return tensors.buildOrThrow();
  }
}
