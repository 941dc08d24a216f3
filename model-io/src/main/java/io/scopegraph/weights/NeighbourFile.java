package io.scopegraph.weights;

import io.scopegraph.io.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// A file that another file names. Nothing outside the folder of the other is ever opened, whatever
/// it says.
final class NeighbourFile {
  private NeighbourFile() {}

  /// The file of a name with `/` between its parts.
  ///
  /// @throws ModelFormatException if it is missing, no regular file, or would lie elsewhere
  static Path resolve(Path from, String name) {
    boolean isPlain =
        !name.isEmpty()
            && name.indexOf('\\') < 0
            && name.indexOf('\0') < 0
            && name.indexOf(':') < 0
            && !name.startsWith("/");
    for (String part : name.split("/", -1)) {
      isPlain &= !part.equals("..");
    }
    if (!isPlain) {
      throw outside(from, name);
    }
    try {
      Path root = from.toAbsolutePath().resolveSibling("").toRealPath();
      Path file = root.resolve(name).toRealPath();
      if (!file.startsWith(root)) {
        throw outside(from, name);
      }
      if (!Files.isRegularFile(file)) {
        throw ModelFormatException.of(
            from.toString(), "\"%s\" is not a regular file".formatted(name));
      }
      return file;
    } catch (IOException | InvalidPathException e) {
      throw ModelFormatException.of(
          from.toString(), "the file \"%s\" that it names cannot be read".formatted(name), e);
    }
  }

  private static ModelFormatException outside(Path from, String name) {
    return ModelFormatException.of(
        from.toString(), "the file \"%s\" would lie outside of its folder".formatted(name));
  }
}
