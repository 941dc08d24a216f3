package io.scopegraph.cuda.probe;

import io.scopegraph.cuda.natives.DynamicLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// The driver's refusal to start, in words.
final class DriverStatus {
  private static final int STUB_LIBRARY = 34;
  private static final int NO_DEVICE = 100;
  private static final int SYSTEM_NOT_READY = 802;
  private static final int SYSTEM_DRIVER_MISMATCH = 803;
  private static final int COMPATIBILITY_NOT_SUPPORTED = 804;

  private DriverStatus() {}

  /// For example `CUDA_ERROR_NO_DEVICE (100), no CUDA-capable device is detected`.
  static String describe(DynamicLibrary driver, int status) {
    String name = text(driver, "cuGetErrorName", status);
    String words = text(driver, "cuGetErrorString", status);
    return (name.isEmpty() ? "status " + status : name + " (" + status + ")")
        + (words.isEmpty() ? "" : ", " + words);
  }

  /// What to do about it.
  ///
  /// @param visibleDevices the value of `CUDA_VISIBLE_DEVICES`
  static String remedy(int status, @Nullable String visibleDevices) {
    return switch (status) {
      case STUB_LIBRARY ->
          "libcuda.so.1 is the toolkit's stub: take its folder out of LD_LIBRARY_PATH";
      case NO_DEVICE ->
          visibleDevices == null
              ? "see whether nvidia-smi lists a device; start a container with --gpus all"
              : "CUDA_VISIBLE_DEVICES is \"%s\": unset it, or name a device that nvidia-smi lists"
                  .formatted(visibleDevices);
      case SYSTEM_NOT_READY -> "start the service nvidia-fabricmanager of the driver's version";
      case SYSTEM_DRIVER_MISMATCH ->
          "the driver's library and its kernel module differ in version: restart the machine, or the container after an update of the driver";
      case COMPATIBILITY_NOT_SUPPORTED ->
          "this device does not take a newer libcuda.so.1 than its driver's: remove the package cuda-compat";
      default -> "see what nvidia-smi says; restart the machine, or load the module nvidia-uvm";
    };
  }

  private static String text(DynamicLibrary driver, String function, int status) {
    if (!driver.has(function)) {
      return "";
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pointer = arena.allocate(ValueLayout.ADDRESS);
      return driver.call(function, status, pointer) == 0
          ? DynamicLibrary.text(pointer.get(ValueLayout.ADDRESS, 0))
          : "";
    }
  }
}
