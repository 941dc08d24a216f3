package io.scopegraph.cuda.probe;

import io.scopegraph.runtime.spi.Backend.Availability;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Looks for what CUDA needs, in an order in which no class is spoilt by being touched too early.
public final class Probe {
  /// The property that names a folder with CUDA's libraries, which then come before those of the
  /// system.
  public static final String LIBRARIES = "scopegraph.cuda.libraries";

  private static final List<String> NAMES =
      List.of("libcuda.so.1", "libcublas.so.12", "libcudnn.so.9", "libnvrtc.so.12");

  private Probe() {}

  /// Whether CUDA can be used here. Never fails.
  public static Availability check() {
    String folder = System.getProperty(LIBRARIES);
    for (String name : NAMES) {
      try {
        load(folder, name);
      } catch (IllegalArgumentException e) {
        return Availability.unusable(
            name + " is missing", "install the NVIDIA driver and CUDA 12 with cuDNN 9");
      }
    }
    return Availability.usable("CUDA");
  }

  /// The library stays loaded for the life of the process: later loads of its name find it.
  @SuppressWarnings("restricted")
  private static void load(@Nullable String folder, String name) {
    if (folder == null) {
      var _ = SymbolLookup.libraryLookup(name, Arena.global());
    } else {
      var _ = SymbolLookup.libraryLookup(Path.of(folder, name), Arena.global());
    }
  }
}
