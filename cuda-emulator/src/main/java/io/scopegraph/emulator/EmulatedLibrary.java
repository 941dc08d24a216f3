package io.scopegraph.emulator;

/// A library of NVIDIA's in whose place the emulator puts one.
enum EmulatedLibrary {
  CUDA("libcuda.so.1", "driver.cpp", false, 801),
  NVRTC("libnvrtc.so.12", "nvrtc.cpp", true, 11),
  CUBLAS("libcublas.so.12", "cublas.cpp", true, 15),
  CUDNN("libcudnn.so.9", "cudnn.cpp", true, 3000);

  private final String soname;
  private final String source;
  private final boolean versioned;
  private final int notSupported;

  EmulatedLibrary(String soname, String source, boolean versioned, int notSupported) {
    this.soname = soname;
    this.source = source;
    this.versioned = versioned;
    this.notSupported = notSupported;
  }

  /// The name under which others look for it.
  String soname() {
    return soname;
  }

  /// The resource with what is emulated.
  String source() {
    return source;
  }

  /// Whether its symbols carry the library's name as their version.
  boolean isVersioned() {
    return versioned;
  }

  /// The status of calls that are not emulated.
  int notSupported() {
    return notSupported;
  }
}
