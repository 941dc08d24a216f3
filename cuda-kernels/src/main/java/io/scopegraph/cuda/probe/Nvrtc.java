package io.scopegraph.cuda.probe;

import com.google.common.collect.ImmutableList;
import io.scopegraph.cuda.natives.DynamicLibrary;
import io.scopegraph.runtime.spi.Backend.Finding;
import io.scopegraph.runtime.spi.Backend.Verdict;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/// What the compiler of kernels is, and whether it fits the devices.
final class Nvrtc {
  private Nvrtc() {}

  static Optional<CudaVersion> version(DynamicLibrary library) {
    if (!library.has("nvrtcVersion")) {
      return Optional.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment major = arena.allocate(ValueLayout.JAVA_LONG);
      MemorySegment minor = arena.allocate(ValueLayout.JAVA_LONG);
      return library.call("nvrtcVersion", major, minor) == 0
          ? Optional.of(
              new CudaVersion(
                  major.get(ValueLayout.JAVA_INT, 0), minor.get(ValueLayout.JAVA_INT, 0)))
          : Optional.empty();
    }
  }

  /// The compute capabilities that it compiles for, ascending, 90 for 9.0; empty if it does not
  /// tell.
  static ImmutableList<Integer> architectures(DynamicLibrary library) {
    int count = library.query("nvrtcGetNumSupportedArchs").orElse(0);
    if (count == 0 || !library.has("nvrtcGetSupportedArchs")) {
      return ImmutableList.of();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment numbers = arena.allocate(ValueLayout.JAVA_INT, count);
      if (library.call("nvrtcGetSupportedArchs", numbers) != 0) {
        return ImmutableList.of();
      }
      ImmutableList.Builder<Integer> architectures = ImmutableList.builder();
      for (int i = 0; i < count; i++) {
        architectures.add(numbers.getAtIndex(ValueLayout.JAVA_INT, i));
      }
      return ImmutableList.sortedCopyOf(architectures.build());
    }
  }

  /// The finding, or a worse one if a device is older or newer than what can be compiled for.
  static Finding judge(
      Finding good, ImmutableList<Integer> architectures, ImmutableList<GraphicsCard> cards) {
    if (architectures.isEmpty()) {
      return good;
    }
    int oldest = architectures.getFirst();
    int newest = architectures.getLast();
    for (GraphicsCard card : cards) {
      if (card.architecture() < oldest) {
        return new Finding(
            good.subject(),
            Verdict.MISSING,
            "%s compiles from compute %s on; device %d has %s"
                .formatted(good.detail(), capability(oldest), card.index(), capability(card)),
            "hide the device with CUDA_VISIBLE_DEVICES, or install the NVRTC of an older CUDA 12");
      }
      if (card.architecture() > newest) {
        return new Finding(
            good.subject(),
            Verdict.POOR,
            "%s ends at compute %s; device %d has %s, for which the driver has to compile"
                .formatted(good.detail(), capability(newest), card.index(), capability(card)),
            "install the NVRTC of a newer CUDA, 12.8 for Blackwell");
      }
    }
    return good;
  }

  private static String capability(GraphicsCard card) {
    return capability(card.architecture());
  }

  private static String capability(int architecture) {
    return architecture / 10 + "." + architecture % 10;
  }
}
