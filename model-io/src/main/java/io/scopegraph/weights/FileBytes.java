package io.scopegraph.weights;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// Writes files so that nobody ever sees half of one.
final class FileBytes {
  /// Writes the contents of a file.
  interface Contents {
    void write(FileChannel channel) throws IOException;
  }

  private FileBytes() {}

  /// Writes a file beside the wanted one and moves it into place when it is complete. On an error
  /// the old file stays as it was.
  static void replace(Path file, Contents contents) throws IOException {
    Path part = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      try (FileChannel channel =
          FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        contents.write(channel);
        channel.force(true);
      }
      move(part, file);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void move(Path part, Path file) throws IOException {
    try {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
