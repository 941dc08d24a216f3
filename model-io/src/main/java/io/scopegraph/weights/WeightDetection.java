package io.scopegraph.weights;

import io.scopegraph.io.ModelFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds the file to open for what the user names, and its format: by contents, not by name.
final class WeightDetection {
  /// What there is to open.
  sealed interface Found {}

  /// A checkpoint, by its index.
  record Checkpoint(Path index) implements Found {}

  /// A single safetensors file.
  record Safetensors(Path file) implements Found {}

  /// A set of safetensors files, by its index.
  record SafetensorsSet(Path index) implements Found {}

  /// Arrays of numpy.
  record Numpy(Path file, WeightFormat format) implements Found {}

  private static final String SET = "model.safetensors.index.json";
  private static final String SINGLE = "model.safetensors";
  private static final String SAVED_VARIABLES = "variables";

  private static final int HEAD = 4096;

  private WeightDetection() {}

  /// What a path stands for, or null if it is nothing that holds weights.
  ///
  /// @throws ModelFormatException if it cannot be read
  static @Nullable Found find(Path path) {
    try {
      if (Files.isDirectory(path)) {
        return inFolder(path);
      }
      if (Files.isRegularFile(path)) {
        return ofFile(path);
      }
    } catch (IOException e) {
      throw ModelFormatException.of(path.toString(), "cannot be read: " + e.getMessage(), e);
    }
    Path index = CheckpointPaths.findIndex(path);
    return index == null ? null : new Checkpoint(index);
  }

  private static @Nullable Found inFolder(Path folder) throws IOException {
    if (Files.isRegularFile(folder.resolve(SET))) {
      return new SafetensorsSet(folder.resolve(SET));
    }
    if (Files.isRegularFile(folder.resolve(SINGLE))) {
      return new Safetensors(folder.resolve(SINGLE));
    }
    if (Files.isRegularFile(folder.resolve(CheckpointPaths.STATE))) {
      return new Checkpoint(CheckpointPaths.newest(folder.resolve(CheckpointPaths.STATE)));
    }
    Path saved = CheckpointPaths.index(folder.resolve(SAVED_VARIABLES).resolve(SAVED_VARIABLES));
    if (Files.isRegularFile(saved)) {
      return new Checkpoint(saved);
    }
    List<Path> indexes;
    try (Stream<Path> files = Files.list(folder)) {
      indexes =
          files
              .filter(file -> file.toString().endsWith(CheckpointPaths.INDEX_SUFFIX))
              .filter(Files::isRegularFile)
              .sorted()
              .limit(2)
              .toList();
    }
    if (indexes.size() > 1) {
      throw ModelFormatException.of(
          folder.toString(),
          "holds several checkpoints, %s among them, and no file \"checkpoint\" that says which is meant"
              .formatted(indexes.getFirst().getFileName()));
    }
    return indexes.isEmpty() ? null : new Checkpoint(indexes.getFirst());
  }

  private static @Nullable Found ofFile(Path file) throws IOException {
    byte[] head;
    try (InputStream stream = Files.newInputStream(file)) {
      head = stream.readNBytes(HEAD);
    }
    if (begins(head, 'P', 'K')) {
      return new Numpy(file, WeightFormat.NPZ);
    }
    if (begins(head, 0x93, 'N', 'U', 'M', 'P', 'Y')) {
      return new Numpy(file, WeightFormat.NPY);
    }
    MappedFile mapped = MappedFile.map(file);
    if (SortedTable.isTable(mapped)) {
      return new Checkpoint(file);
    }
    if (SafetensorsHeader.isHeader(mapped)) {
      return new Safetensors(file);
    }
    if (CheckpointPaths.isState(head)) {
      return new Checkpoint(CheckpointPaths.newest(file));
    }
    return byName(file, head);
  }

  /// Files whose contents say nothing, and damaged ones, which their reader is to describe.
  private static @Nullable Found byName(Path file, byte[] head) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".safetensors.index.json") && begins(head, '{')) {
      return new SafetensorsSet(file);
    }
    if (name.endsWith(".safetensors")) {
      return new Safetensors(file);
    }
    if (name.endsWith(CheckpointPaths.INDEX_SUFFIX)) {
      return new Checkpoint(file);
    }
    if (name.endsWith(".npz")) {
      return new Numpy(file, WeightFormat.NPZ);
    }
    if (name.endsWith(".npy")) {
      return new Numpy(file, WeightFormat.NPY);
    }
    Path index = CheckpointPaths.findIndex(file);
    return index == null ? null : new Checkpoint(index);
  }

  private static boolean begins(byte[] head, int... magic) {
    for (int i = 0; i < magic.length; i++) {
      if (i >= head.length || (head[i] & 0xFF) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
