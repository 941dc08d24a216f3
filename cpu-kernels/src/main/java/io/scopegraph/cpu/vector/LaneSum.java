package io.scopegraph.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/// The sum of the lanes of a vector, added in one order: halves onto halves. (The order of the
/// Vector API's own reduction is unspecified, and differs between interpreted and compiled code.)
/// Apart from [Lanes] because it takes long to make the shuffles in a JVM that has just started.
final class LaneSum {
  private static final VectorShuffle<Float> ROTATE_8 = rotation(8);
  private static final VectorShuffle<Float> ROTATE_4 = rotation(4);
  private static final VectorShuffle<Float> ROTATE_2 = rotation(2);
  private static final VectorShuffle<Float> ROTATE_1 = rotation(1);

  private LaneSum() {}

  private static VectorShuffle<Float> rotation(int lanes) {
    return VectorShuffle.iota(Lanes.SPECIES, lanes, 1, true);
  }

  /// The sum of all lanes.
  static float of(FloatVector vector) {
    FloatVector sums = vector;
    if (Lanes.COUNT > 8) {
      sums = sums.add(sums.rearrange(ROTATE_8));
    }
    if (Lanes.COUNT > 4) {
      sums = sums.add(sums.rearrange(ROTATE_4));
    }
    sums = sums.add(sums.rearrange(ROTATE_2));
    return sums.add(sums.rearrange(ROTATE_1)).lane(0);
  }
}
