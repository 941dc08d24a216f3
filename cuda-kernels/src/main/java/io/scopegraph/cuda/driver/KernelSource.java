package io.scopegraph.cuda.driver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// CUDA C++ with kernels.
///
/// @param name the theme, for messages and files
public record KernelSource(String name, String text) {
  private static final String FOLDER = "/io/scopegraph/cuda/source/";

  /// Stands before every source: what all of them use.
  private static final String COMMON = resource("common");

  /// A file of the project.
  ///
  /// @param theme its name without the suffix
  public static KernelSource of(String theme) {
    return generated(theme, resource(theme));
  }

  /// A source that was made for a purpose.
  public static KernelSource generated(String name, String text) {
    return new KernelSource(name, COMMON + "#line 1 \"%s.cu\"\n".formatted(name) + text);
  }

  private static String resource(String name) {
    String path = FOLDER + name + ".cu";
    try (InputStream in = KernelSource.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("The resource " + path + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
