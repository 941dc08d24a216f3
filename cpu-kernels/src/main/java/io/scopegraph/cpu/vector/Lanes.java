package io.scopegraph.cpu.vector;

import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// The one vector species of the process.
final class Lanes {
  static final VectorSpecies<Float> SPECIES =
      VectorSpecies.of(float.class, VectorShape.forBitSize(VectorWidth.BITS));
  static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);
  static final int COUNT = SPECIES.length();

  /// See [VectorWidth#MANY_REGISTERS].
  static final boolean MANY_REGISTERS = VectorWidth.MANY_REGISTERS;

  private Lanes() {}
}
