package io.scopegraph.cuda.natives;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// The native half of a class of JCuda.
enum JcudaNative {
  DRIVER("JCudaDriver", "jcuda-natives"),
  CUBLAS("JCublas2", "jcublas-natives"),
  CUDNN("JCudnn", "jcudnn-natives"),
  NVRTC("JNvrtc", "jcuda-natives");

  /// The version that the names carry and the checksums were taken of.
  static final String VERSION = "12.6.0";

  private static final String PLATFORM = "linux-x86_64";

  private final String stem;
  private final String artifact;

  JcudaNative(String stem, String artifact) {
    this.stem = stem + "-" + VERSION + "-" + PLATFORM;
    this.artifact = artifact;
  }

  /// The name that the class loads it by.
  String stem() {
    return stem;
  }

  String file() {
    return "lib" + stem + ".so";
  }

  /// The jar that holds the file.
  String jar() {
    return artifact + "-" + VERSION + "-" + PLATFORM + ".jar";
  }

  /// The file in a folder of `java.library.path`; the JVM takes the first.
  Optional<Path> onLibraryPath() {
    return Stream.of(System.getProperty("java.library.path", "").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, file()))
        .filter(Files::exists)
        .findFirst();
  }

  /// The bytes in the jar; empty if the jar is not on the class path.
  Optional<byte[]> inJar() throws IOException {
    try (InputStream stream = JcudaNative.class.getResourceAsStream("/lib/" + file())) {
      return stream == null ? Optional.empty() : Optional.of(stream.readAllBytes());
    }
  }
}
