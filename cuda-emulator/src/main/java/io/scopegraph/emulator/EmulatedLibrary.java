package io.scopegraph.emulator;

import java.util.List;

/// A library of NVIDIA's in whose place the emulator puts one.
enum EmulatedLibrary {
  CUDA("libcuda.so.1", false, 801, "driver.cpp"),
  NVRTC("libnvrtc.so.12", true, 11, "nvrtc.cpp"),
  CUBLAS("libcublas.so.12", true, 15, "cublas.cpp"),
  CUDNN("libcudnn.so.9", true, 3000, "cudnn.cpp\ncudnn_graph.cpp");

  private final String soname;
  private final String sources;
  private final boolean versioned;
  private final int notSupported;

  /// @param sources one a line
  EmulatedLibrary(String soname, boolean versioned, int notSupported, String sources) {
    this.soname = soname;
    this.sources = sources;
    this.versioned = versioned;
    this.notSupported = notSupported;
  }

  /// The name under which others look for it.
  String soname() {
    return soname;
  }

  /// The resources with what is emulated.
  List<String> sources() {
    return sources.lines().toList();
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
