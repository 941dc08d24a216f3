package io.scopegraph.cuda.driver;

import java.util.Arrays;
import jcuda.nvrtc.JNvrtc;

/// What NVRTC can compile for a device.
///
/// @param target the option's value: `sm_90`, or `compute_90` if the device is newer than the
///   compiler and the driver has to finish its work
/// @param compiler NVRTC's version: `12.6`
public record Architecture(String target, String compiler) {
  /// What fits a device.
  ///
  /// @param capability of the device, 90 for 9.0
  /// @throws CudaException if NVRTC fails or knows no architecture that the device can run
  public static Architecture of(int capability) {
    int[] major = new int[1];
    int[] minor = new int[1];
    Check.nvrtc("nvrtcVersion", JNvrtc.nvrtcVersion(major, minor));
    String compiler = major[0] + "." + minor[0];
    int[] count = new int[1];
    Check.nvrtc("nvrtcGetNumSupportedArchs", JNvrtc.nvrtcGetNumSupportedArchs(count));
    int[] known = new int[count[0]];
    Check.nvrtc("nvrtcGetSupportedArchs", JNvrtc.nvrtcGetSupportedArchs(known));
    if (Arrays.stream(known).anyMatch(each -> each == capability)) {
      return new Architecture("sm_" + capability, compiler);
    }
    int older =
        Arrays.stream(known)
            .filter(each -> each < capability)
            .max()
            .orElseThrow(() ->
                new CudaException(
                    "nvrtcGetSupportedArchs",
                    0,
                    "no architecture for a device of compute capability %.1f"
                        .formatted(capability / 10.0),
                    false));
    return new Architecture("compute_" + older, compiler);
  }

  /// Whether the compiler's result is text that the driver compiles further.
  boolean isIntermediate() {
    return target.startsWith("compute_");
  }
}
