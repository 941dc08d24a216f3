package io.scopegraph.weights;

import io.scopegraph.io.ModelFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The files of a checkpoint: `PREFIX.index`, `PREFIX.data-00000-of-00002`, and the text file
/// `checkpoint` that names the newest prefix of a folder.
final class CheckpointPaths {
  static final String INDEX_SUFFIX = ".index";

  /// The name of the text file.
  static final String STATE = "checkpoint";

  private static final Pattern SHARD = Pattern.compile("(.+)\\.data-\\d{5,}-of-\\d{5,}");

  private static final Pattern NEWEST =
      Pattern.compile(
          "^\\s*model_checkpoint_path\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"", Pattern.MULTILINE);

  private static final int MAX_STATE = 1 << 20;

  private CheckpointPaths() {}

  static Path prefix(Path indexFile) {
    String name = indexFile.getFileName().toString();
    return indexFile.resolveSibling(name.substring(0, name.length() - INDEX_SUFFIX.length()));
  }

  static Path index(Path prefix) {
    return prefix.resolveSibling(prefix.getFileName() + INDEX_SUFFIX);
  }

  static Path shard(Path prefix, int number, int count) {
    String suffix = String.format(Locale.ROOT, ".data-%05d-of-%05d", number, count);
    return prefix.resolveSibling(prefix.getFileName() + suffix);
  }

  /// The index that belongs to a prefix or to a shard, if it exists.
  static @Nullable Path findIndex(Path path) {
    Path name = path.getFileName();
    if (name == null) {
      return null;
    }
    Matcher shard = SHARD.matcher(name.toString());
    Path index = index(shard.matches() ? path.resolveSibling(shard.group(1)) : path);
    return Files.isRegularFile(index) ? index : null;
  }

  static boolean isState(byte[] head) {
    return NEWEST.matcher(new String(head, StandardCharsets.UTF_8)).find();
  }

  /// The index that the text file names.
  ///
  /// @throws ModelFormatException if it names none, or one that does not exist
  static Path newest(Path state) {
    String file = state.toString();
    try (InputStream stream = Files.newInputStream(state)) {
      Matcher newest =
          NEWEST.matcher(new String(stream.readNBytes(MAX_STATE), StandardCharsets.UTF_8));
      if (!newest.find()) {
        throw ModelFormatException.of(file, "expected a line model_checkpoint_path: \"PREFIX\"");
      }
      Path index = index(state.resolveSibling(newest.group(1).replaceAll("\\\\(.)", "$1")));
      if (!Files.isRegularFile(index)) {
        throw ModelFormatException.of(
            file,
            "names the checkpoint \"%s\", but there is no %s".formatted(newest.group(1), index));
      }
      return index;
    } catch (IOException e) {
      throw ModelFormatException.of(file, "cannot be read: " + e.getMessage(), e);
    } catch (InvalidPathException e) {
      throw ModelFormatException.of(file, "names a checkpoint by something that is no path", e);
    }
  }
}
