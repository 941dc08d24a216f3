package io.scopegraph.cuda.natives;

import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hashing;
import io.scopegraph.runtime.spi.DeviceException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// The SHA-256 of each native file that this version was built with.
final class NativeChecksums {
  private static final String RESOURCE = "natives.sha256";

  private NativeChecksums() {}

  /// The native file's bytes from its jar.
  ///
  /// @throws DeviceException if the jar is missing or holds another file
  static byte[] verified(JcudaNative library) {
    byte[] bytes;
    try {
      bytes =
          library
              .inJar()
              .orElseThrow(() ->
                  new DeviceException(
                      "cuda: %s is neither on java.library.path nor on the class path; add %s"
                          .formatted(library.file(), library.jar())));
    } catch (IOException e) {
      throw new DeviceException("cuda: %s cannot be read: %s".formatted(library.jar(), e));
    }
    String expected = Objects.requireNonNull(expected().get(library.file()));
    String found = Hashing.sha256().hashBytes(bytes).toString();
    if (!found.equals(expected)) {
      throw new DeviceException(
          "cuda: %s is not the file that this version was built with: expected SHA-256 %s, found %s; replace %s by the one from Maven Central"
              .formatted(library.file(), expected, found, library.jar()));
    }
    return bytes;
  }

  /// Checksums by file name, as `sha256sum` writes them.
  static ImmutableMap<String, String> expected() {
    ImmutableMap.Builder<String, String> checksums = ImmutableMap.builder();
    try (InputStream stream =
            Objects.requireNonNull(NativeChecksums.class.getResourceAsStream(RESOURCE));
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      reader
          .lines()
          .map(line -> line.split(" {2}", 2))
          .forEach(parts -> checksums.put(parts[1], parts[0]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return checksums.buildOrThrow();
  }
}
