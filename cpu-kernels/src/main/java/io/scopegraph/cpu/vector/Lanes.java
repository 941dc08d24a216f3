package io.scopegraph.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// The one vector species of the process. The system property `scopegraph.cpu.vectorBits` (128, 256
/// or 512) overrides the width the JVM prefers; it is meant for tests.
final class Lanes {
  static final VectorSpecies<Float> SPECIES = choose();
  static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);
  static final int COUNT = SPECIES.length();

  /// Whether 32 vector registers can be counted on, which tiles of 16 accumulators need.
  static final boolean MANY_REGISTERS =
      SPECIES.vectorBitSize() == 512 || System.getProperty("os.arch", "").equals("aarch64");

  private Lanes() {}

  private static VectorSpecies<Float> choose() {
    int bits = Integer.getInteger("scopegraph.cpu.vectorBits", 0);
    return bits == 0
        ? FloatVector.SPECIES_PREFERRED
        : VectorSpecies.of(float.class, VectorShape.forBitSize(bits));
  }

  /// A mask of the first `count` lanes.
  static VectorMask<Float> first(int count) {
    return SPECIES.indexInRange(0, Math.min(count, COUNT));
  }
}
