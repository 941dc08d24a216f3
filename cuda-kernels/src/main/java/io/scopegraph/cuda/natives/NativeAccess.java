package io.scopegraph.cuda.natives;

import io.scopegraph.runtime.spi.DeviceException;

/// Whether the JVM lets this backend call native code.
public final class NativeAccess {
  /// The flag that grants it.
  public static final String FLAG = "--enable-native-access=ALL-UNNAMED";

  private NativeAccess() {}

  /// Whether native code may be called without a warning.
  public static boolean isGranted() {
    return NativeAccess.class.getModule().isNativeAccessEnabled();
  }

  static void demand() {
    if (!isGranted()) {
      throw new DeviceException("cuda: native access is not granted; start the JVM with " + FLAG);
    }
  }
}
