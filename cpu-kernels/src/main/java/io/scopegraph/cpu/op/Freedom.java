package io.scopegraph.cpu.op;

import com.google.common.collect.ImmutableSet;

/// Where the operands of a kernel may lie, beyond each in a piece of its own. See the methods of
/// [io.scopegraph.runtime.spi.Kernel] of these names.
///
/// @param inPlaceInputs inputs that the output may overwrite
/// @param inPlaceParts inputs that may already lie in their part of the output
/// @param pitchedInputs inputs whose rows may lie apart
/// @param pitchedOutput whether the rows of the output may lie apart
record Freedom(
    ImmutableSet<Integer> inPlaceInputs,
    ImmutableSet<Integer> inPlaceParts,
    ImmutableSet<Integer> pitchedInputs,
    boolean pitchedOutput) {
  static final Freedom NONE =
      new Freedom(ImmutableSet.of(), ImmutableSet.of(), ImmutableSet.of(), false);

  Freedom inPlace(Integer... inputs) {
    return new Freedom(ImmutableSet.copyOf(inputs), inPlaceParts, pitchedInputs, pitchedOutput);
  }

  Freedom parts(Integer... inputs) {
    return new Freedom(inPlaceInputs, ImmutableSet.copyOf(inputs), pitchedInputs, pitchedOutput);
  }

  Freedom pitched(boolean output, Integer... inputs) {
    return new Freedom(inPlaceInputs, inPlaceParts, ImmutableSet.copyOf(inputs), output);
  }
}
