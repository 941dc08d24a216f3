package io.scopegraph.cli;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Files that a command writes. Whoever looks sees the old content or the whole new one.
final class OutputFile {
  private OutputFile() {}

  /// Writes text in UTF-8.
  ///
  /// @throws FileException if the file cannot be written
  static void write(Path file, String text) {
    try {
      Path folder = file.toAbsolutePath().normalize().getParent();
      if (Files.isDirectory(file) || folder == null) {
        throw new FileException(file, "is a folder");
      }
      if (!Files.isDirectory(folder)) {
        throw new FileException(file, "there is no folder " + folder);
      }
      String name = "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part";
      Path draft = folder.resolve(name);
      try {
        Files.writeString(draft, text);
        move(draft, file);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException error) {
      throw new FileException(file, error);
    }
  }

  private static void move(Path draft, Path file) throws IOException {
    try {
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException _) {
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
