package io.scopegraph.cuda.driver;

import com.google.common.hash.Hashing;
import io.scopegraph.runtime.host.CacheFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compiled kernels on disk, by what went into them: source, options, architecture and compiler. A
/// folder that others may write to is not used, for its files run on the device. Nothing here
/// fails: without a folder everything is compiled again.
public final class ImageCache {
  /// The property that names the folder, or is `off`.
  public static final String FOLDER = "scopegraph.cuda.cache";

  private static final Logger LOGGER = LoggerFactory.getLogger(ImageCache.class);
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  private final @Nullable Path folder;

  private ImageCache(@Nullable Path folder) {
    this.folder = folder;
  }

  /// The cache that the properties ask for.
  public static ImageCache open() {
    String chosen = System.getProperty(FOLDER, "");
    if (chosen.equals("off")) {
      return new ImageCache(null);
    }
    return open(chosen.isEmpty() ? CacheFolder.usual("cuda") : Path.of(chosen));
  }

  /// A cache in a folder, which is made if it is missing.
  public static ImageCache open(Path folder) {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
      }
      Set<PosixFilePermission> found = Files.getPosixFilePermissions(folder);
      if (found.contains(PosixFilePermission.GROUP_WRITE)
          || found.contains(PosixFilePermission.OTHERS_WRITE)) {
        LOGGER.warn(
            "Compiled kernels are not kept: others may write to {} ({})",
            folder,
            PosixFilePermissions.toString(found));
        return new ImageCache(null);
      }
      return new ImageCache(folder);
    } catch (IOException | UnsupportedOperationException e) {
      LOGGER.info("Compiled kernels are not kept: {}", e.toString());
      return new ImageCache(null);
    }
  }

  /// The folder, to which nobody else can write, or nothing if there is none.
  public Optional<Path> folder() {
    return Optional.ofNullable(folder);
  }

  /// The file for a source, or nothing if there is no folder.
  Optional<Path> file(String name, String source, Compiler compiler) {
    if (folder == null) {
      return Optional.empty();
    }
    Architecture architecture = compiler.architecture();
    String content =
        String.join("\n", List.of(architecture.compiler(), compiler.options().toString(), source));
    String hash = Hashing.sha256().hashString(content, StandardCharsets.UTF_8).toString();
    return Optional.of(
        folder.resolve(
            "%s-%s-%s.image".formatted(name, architecture.target(), hash.substring(0, 32))));
  }

  /// What a file holds, if it is there.
  static Optional<byte[]> read(Path file) {
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// Writes a file in whole or not at all.
  static void write(Path file, byte[] image) {
    try {
      Path partial = Files.createTempFile(file.getParent(), "partial", ".image");
      try {
        Files.write(partial, image);
        Files.move(
            partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(partial);
      }
    } catch (IOException e) {
      LOGGER.info("A compiled kernel is not kept: {}", e.toString());
    }
  }

  /// Removes a file that cannot be used.
  static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOGGER.info("{} cannot be removed: {}", file, e.toString());
    }
  }
}
