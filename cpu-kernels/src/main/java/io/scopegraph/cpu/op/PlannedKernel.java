package io.scopegraph.cpu.op;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;

/// A kernel as a value.
///
/// @param binder makes the bound kernel
record PlannedKernel(
    String algorithm,
    ImmutableSet<Integer> runtimeInputs,
    ImmutableSet<Integer> inPlaceInputs,
    ImmutableList<PackedWeight> packedWeights,
    long workspaceBytes,
    ImmutableSet<Integer> pitchedInputs,
    boolean pitchedOutput,
    Binder binder)
    implements CpuKernel {
  /// A kernel whose operands all lie in one piece.
  PlannedKernel(
      String algorithm,
      ImmutableSet<Integer> runtimeInputs,
      ImmutableSet<Integer> inPlaceInputs,
      ImmutableList<PackedWeight> packedWeights,
      long workspaceBytes,
      Binder binder) {
    this(
        algorithm,
        runtimeInputs,
        inPlaceInputs,
        packedWeights,
        workspaceBytes,
        ImmutableSet.of(),
        false,
        binder);
  }

  /// Fixes the memory of a kernel.
  @FunctionalInterface
  interface Binder {
    BoundKernel bind(KernelMemory memory);
  }

  /// A kernel that reads the first `inputs` inputs and writes over none of them.
  static PlannedKernel of(String algorithm, int inputs, Binder binder) {
    ImmutableSet.Builder<Integer> runtime = ImmutableSet.builder();
    for (int i = 0; i < inputs; i++) {
      runtime.add(i);
    }
    return new PlannedKernel(
        algorithm,
        runtime.build(),
        ImmutableSet.of(),
        ImmutableList.of(),
        0,
        ImmutableSet.of(),
        false,
        binder);
  }

  PlannedKernel inPlace(Integer... inputs) {
    return new PlannedKernel(
        algorithm,
        runtimeInputs,
        ImmutableSet.copyOf(inputs),
        packedWeights,
        workspaceBytes,
        pitchedInputs,
        pitchedOutput,
        binder);
  }

  PlannedKernel withWorkspace(long bytes) {
    return new PlannedKernel(
        algorithm,
        runtimeInputs,
        inPlaceInputs,
        packedWeights,
        bytes,
        pitchedInputs,
        pitchedOutput,
        binder);
  }

  /// The same kernel, able to read these inputs and write its output row by row.
  PlannedKernel pitched(Integer... inputs) {
    return new PlannedKernel(
        algorithm,
        runtimeInputs,
        inPlaceInputs,
        packedWeights,
        workspaceBytes,
        ImmutableSet.copyOf(inputs),
        true,
        binder);
  }

  @Override
  public BoundKernel bind(KernelMemory memory) {
    return binder.bind(memory);
  }
}
