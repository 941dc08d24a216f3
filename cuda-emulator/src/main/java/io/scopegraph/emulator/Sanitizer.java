package io.scopegraph.emulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes the emulated kernels of another process find accesses outside of their memory and
/// undefined behaviour. Each block of the device's memory is one of the heap, around which the
/// address sanitizer lays traps; that needs its library before all others, hence a process of its
/// own. Only kernels are checked, neither the JVM nor the emulation itself.
public final class Sanitizer {
  /// What a process ends with when something was found; what it was stands in its standard error.
  public static final int FOUND = 77;

  private static final String KERNELS =
      "-O1 -g1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize=vptr"
          + " -fno-sanitize-recover=undefined";

  // The JVM makes use of segmentation faults, keeps memory to its end, and has stacks of its own;
  // the emulation has fibers.
  private static final String ADDRESSES =
      "handle_segv=0:detect_leaks=0:detect_stack_use_after_return=0:alloc_dealloc_mismatch=0:exitcode="
          + FOUND;
  private static final String BEHAVIOUR = "print_stacktrace=1:exitcode=" + FOUND;

  private Sanitizer() {}

  /// Why there is no sanitizer here, or null if there is one.
  public static @Nullable String obstacle() {
    String obstacle = CudaEmulator.obstacle();
    if (obstacle != null) {
      return obstacle;
    }
    return library("libasan.so") == null || library("libubsan.so") == null
        ? "kernels are checked by g++'s sanitizers, whose libraries were not found"
        : null;
  }

  /// The variables of a process that checks. Its kernels are compiled anew: property
  /// `scopegraph.cuda.cache` should be `off`.
  ///
  /// @throws IllegalStateException if there is no sanitizer, see [#obstacle]
  public static Map<String, String> environment() {
    String obstacle = obstacle();
    if (obstacle != null) {
      throw new IllegalStateException(obstacle);
    }
    return Map.of(
        "LD_PRELOAD",
        library("libasan.so") + " " + library("libubsan.so"),
        "EMULATOR_FLAGS",
        KERNELS,
        "ASAN_OPTIONS",
        ADDRESSES,
        "UBSAN_OPTIONS",
        BEHAVIOUR);
  }

  /// Where the compiler has a library, or null.
  private static @Nullable Path library(String name) {
    try {
      Process process = new ProcessBuilder("g++", "-print-file-name=" + name).start();
      String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Path file = Path.of(answer.strip());
      return process.waitFor() == 0 && file.isAbsolute() && Files.exists(file) ? file : null;
    } catch (IOException _) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
