package io.scopegraph.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
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

  private static final VectorShuffle<Float> ROTATE_8 = rotation(8);
  private static final VectorShuffle<Float> ROTATE_4 = rotation(4);
  private static final VectorShuffle<Float> ROTATE_2 = rotation(2);
  private static final VectorShuffle<Float> ROTATE_1 = rotation(1);

  private Lanes() {}

  private static VectorShuffle<Float> rotation(int lanes) {
    return VectorShuffle.iota(SPECIES, lanes, 1, true);
  }

  /// The sum of all lanes, added in one order: halves onto halves. (The order of the Vector API's
  /// own reduction is unspecified, and differs between interpreted and compiled code.)
  static float sum(FloatVector vector) {
    FloatVector sums = vector;
    if (COUNT > 8) {
      sums = sums.add(sums.rearrange(ROTATE_8));
    }
    if (COUNT > 4) {
      sums = sums.add(sums.rearrange(ROTATE_4));
    }
    sums = sums.add(sums.rearrange(ROTATE_2));
    return sums.add(sums.rearrange(ROTATE_1)).lane(0);
  }

  private static VectorSpecies<Float> choose() {
    int bits = Integer.getInteger("scopegraph.cpu.vectorBits", 0);
    return bits == 0
        ? FloatVector.SPECIES_PREFERRED
        : VectorSpecies.of(float.class, VectorShape.forBitSize(bits));
  }
}
