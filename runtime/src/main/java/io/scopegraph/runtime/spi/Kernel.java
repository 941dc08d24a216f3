package io.scopegraph.runtime.spi;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.lang.foreign.MemorySegment;

/// How a node will run: what a backend knows before any memory is reserved. Made by
/// [Device#select], handed back to the same device in a [Program].
public interface Kernel {
  /// The algorithm, for the printed plan: `conv 8x32 direct`.
  String algorithm();

  /// Why this algorithm and not another, where there was a choice: `28 % of the cost of direct`.
  /// Empty where there was none.
  default String reason() {
    return "";
  }

  /// Scratch memory that the kernel needs while it runs, 0 for none.
  default long workspaceBytes() {
    return 0;
  }

  /// Forms in which the kernel wants weights instead of their plain contents.
  default ImmutableList<PackedWeight> packedWeights() {
    return ImmutableList.of();
  }

  /// The inputs that the kernel reads from device memory while it runs, in their plain form. Packed
  /// weights and operands that were read when the kernel was selected are not among them, so that
  /// no memory is reserved for them.
  ImmutableSet<Integer> runtimeInputs();

  /// The inputs over which the kernel may write its (single) output, provided that nothing reads
  /// them later and that they have the output's bytes.
  default ImmutableSet<Integer> inPlaceInputs() {
    return ImmutableSet.of();
  }

  /// The inputs that may lie in memory row by row, see [Location#pitch]. An input that the output
  /// overwrites has the output's place, pitch included.
  default ImmutableSet<Integer> pitchedInputs() {
    return ImmutableSet.of();
  }

  /// Whether the (single) output may be written row by row, see [Location#pitch], with nothing
  /// touched between the rows.
  default boolean pitchedOutput() {
    return false;
  }

  /// The inputs that may already lie where the kernel would copy them to, which is a part of its
  /// (single) output's place: at the output's offset plus that of the part, with the pitch that the
  /// output's rows have there. The kernel leaves such an input as it is and copies only the others.
  default ImmutableSet<Integer> inPlaceParts() {
    return ImmutableSet.of();
  }

  /// A weight in the form that a kernel reads. Kernels that want the same form of the same weight
  /// share one allocation.
  interface PackedWeight {
    /// Which input.
    int input();

    /// The name of the form; equal names of one weight mean equal contents.
    String form();

    long bytes();

    /// Writes the form.
    ///
    /// @param plain the weight's contents, row-major
    /// @param packed host memory of [#bytes] bytes, filled with zeros
    void pack(MemorySegment plain, MemorySegment packed);
  }
}
