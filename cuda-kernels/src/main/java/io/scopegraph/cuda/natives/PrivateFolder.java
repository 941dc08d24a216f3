package io.scopegraph.cuda.natives;

import io.scopegraph.runtime.spi.DeviceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A folder with a name that nobody can foresee, which only this user may enter. Closing deletes
/// it; what was loaded from it stays loaded.
final class PrivateFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PrivateFolder.class);

  private final Path path;

  /// @throws DeviceException if the folder for temporary files cannot be written
  PrivateFolder() {
    try {
      path =
          Files.createTempDirectory(
              "scopegraph-",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  Path path() {
    return path;
  }

  Path write(String name, byte[] content) {
    try {
      return Files.write(path.resolve(name), content);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.list(path)) {
      List<Path> all = files.toList();
      for (Path file : all) {
        Files.delete(file);
      }
      Files.delete(path);
    } catch (IOException e) {
      LOG.warn("The folder {} cannot be deleted: {}", path, e.toString());
    }
  }

  private static DeviceException unwritable(IOException cause) {
    return new DeviceException(
        "cuda: the native libraries cannot be unpacked: %s; name a writable folder with -Djava.io.tmpdir, or a folder that holds them unpacked with -Djava.library.path"
            .formatted(cause),
        cause);
  }
}
