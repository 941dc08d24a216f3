package io.scopegraph.runtime.spi;

import com.google.common.collect.ImmutableSet;

/// Where the operands of a kernel may lie, beyond each in a piece of its own. See the methods of
/// [Kernel] of these names.
///
/// @param inPlaceInputs inputs that the output may overwrite
/// @param inPlaceParts inputs that may already lie in their part of the output
/// @param pitchedInputs inputs whose rows may lie apart
/// @param pitchedOutput whether the rows of the output may lie apart
public record Freedom(
    ImmutableSet<Integer> inPlaceInputs,
    ImmutableSet<Integer> inPlaceParts,
    ImmutableSet<Integer> pitchedInputs,
    boolean pitchedOutput) {
  public static final Freedom NONE =
      new Freedom(ImmutableSet.of(), ImmutableSet.of(), ImmutableSet.of(), false);

  /// The same, but that the output may overwrite any one of these inputs.
  public Freedom inPlace(Integer... inputs) {
    return new Freedom(ImmutableSet.copyOf(inputs), inPlaceParts, pitchedInputs, pitchedOutput);
  }

  /// The same, but that these inputs may already lie in the output.
  public Freedom parts(Integer... inputs) {
    return new Freedom(inPlaceInputs, ImmutableSet.copyOf(inputs), pitchedInputs, pitchedOutput);
  }

  /// The same, but that the rows of these inputs, and maybe of the output, may lie apart.
  public Freedom pitched(boolean output, Integer... inputs) {
    return new Freedom(inPlaceInputs, inPlaceParts, ImmutableSet.copyOf(inputs), output);
  }
}
