package io.scopegraph.cuda.probe;

import com.google.common.collect.ImmutableList;
import io.scopegraph.cuda.natives.DynamicLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// The few calls of the driver that are possible before a device is used.
final class Driver {
  private static final int COMPUTE_MAJOR = 75;
  private static final int COMPUTE_MINOR = 76;
  private static final int LONGEST_NAME = 256;

  private final DynamicLibrary library;

  Driver(DynamicLibrary library) {
    this.library = library;
  }

  /// The newest version of CUDA that the driver can run; 0.0 if it does not tell.
  CudaVersion version() {
    return CudaVersion.of(library.query("cuDriverGetVersion").orElse(0));
  }

  /// Starts the driver in this process.
  ///
  /// @return the status; 0 is success
  int start() {
    return library.call("cuInit", 0);
  }

  String describe(int status) {
    return DriverStatus.describe(library, status);
  }

  String file() {
    return library.file("cuInit").orElse("libcuda.so.1");
  }

  ImmutableList<GraphicsCard> cards() {
    ImmutableList.Builder<GraphicsCard> cards = ImmutableList.builder();
    int count = library.query("cuDeviceGetCount").orElse(0);
    try (Arena arena = Arena.ofConfined()) {
      for (int index = 0; index < count; index++) {
        MemorySegment handle = arena.allocate(ValueLayout.JAVA_LONG);
        if (library.call("cuDeviceGet", handle, index) == 0) {
          cards.add(card(index, handle.get(ValueLayout.JAVA_INT, 0)));
        }
      }
    }
    return cards.build();
  }

  private GraphicsCard card(int index, int handle) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocate(LONGEST_NAME);
      library.call("cuDeviceGetName", name, LONGEST_NAME - 1, handle);
      MemorySegment bytes = arena.allocate(ValueLayout.JAVA_LONG);
      library.call("cuDeviceTotalMem_v2", bytes, handle);
      return new GraphicsCard(
          index,
          name.getString(0, StandardCharsets.UTF_8),
          attribute(COMPUTE_MAJOR, handle),
          attribute(COMPUTE_MINOR, handle),
          bytes.get(ValueLayout.JAVA_LONG, 0));
    }
  }

  private int attribute(int attribute, int handle) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(ValueLayout.JAVA_LONG);
      library.call("cuDeviceGetAttribute", value, attribute, handle);
      return value.get(ValueLayout.JAVA_INT, 0);
    }
  }
}
