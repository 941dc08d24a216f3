package io.scopegraph.cpu.vector;

import jdk.incubator.vector.VectorShape;

/// How wide the vectors of the process are, known without loading the vector classes themselves,
/// whose initialisers take long in a JVM that has just started. The system property
/// `scopegraph.cpu.vectorBits` (128, 256 or 512) overrides the width the JVM prefers; it is meant
/// for tests.
final class VectorWidth {
  static final int BITS = bits();

  /// Floats in a vector.
  static final int FLOATS = BITS / Float.SIZE;

  /// Whether 32 vector registers can be counted on, which tiles of 16 accumulators need.
  static final boolean MANY_REGISTERS =
      BITS == 512 || System.getProperty("os.arch", "").equals("aarch64");

  private VectorWidth() {}

  private static int bits() {
    int bits = Integer.getInteger("scopegraph.cpu.vectorBits", 0);
    return bits == 0 ? VectorShape.preferredShape().vectorBitSize() : bits;
  }
}
