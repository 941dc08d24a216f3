package io.scopegraph.cuda.probe;

/// A version of CUDA.
record CudaVersion(int major, int minor) implements Comparable<CudaVersion> {
  /// From CUDA's own number: 12040 is 12.4.
  static CudaVersion of(int number) {
    return new CudaVersion(number / 1000, number % 1000 / 10);
  }

  @Override
  public int compareTo(CudaVersion other) {
    return major == other.major ? minor - other.minor : major - other.major;
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
