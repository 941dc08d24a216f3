package io.scopegraph.cuda.probe;

/// What the driver tells of a device without using it.
///
/// @param major with `minor`, the compute capability
/// @param bytes its memory
record GraphicsCard(int index, String name, int major, int minor, long bytes) {
  /// The compute capability as NVRTC counts it: 90 is 9.0.
  int architecture() {
    return 10 * major + minor;
  }

  String describe() {
    return "%s, compute %d.%d, %.1f GiB".formatted(name, major, minor, bytes / 0x1p30);
  }
}
