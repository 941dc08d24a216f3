package io.scopegraph.cpu.op;

import com.google.common.collect.ContiguousSet;
import com.google.common.collect.DiscreteDomain;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Range;
import io.scopegraph.runtime.spi.Freedom;

/// A kernel as a value.
///
/// @param freedom where the operands may lie
/// @param binder makes the bound kernel
record PlannedKernel(
    String algorithm,
    String reason,
    ImmutableSet<Integer> runtimeInputs,
    ImmutableList<PackedWeight> packedWeights,
    long workspaceBytes,
    Freedom freedom,
    Binder binder)
    implements CpuKernel {
  /// Fixes the memory of a kernel.
  @FunctionalInterface
  interface Binder {
    BoundKernel bind(KernelMemory memory);
  }

  /// A kernel that reads the first `inputs` inputs, each operand in a piece of its own.
  static PlannedKernel of(String algorithm, int inputs, Binder binder) {
    return new PlannedKernel(
        algorithm,
        "",
        ContiguousSet.create(Range.closedOpen(0, inputs), DiscreteDomain.integers()),
        ImmutableList.of(),
        0,
        Freedom.NONE,
        binder);
  }

  PlannedKernel with(Freedom changed) {
    return new PlannedKernel(
        algorithm, reason, runtimeInputs, packedWeights, workspaceBytes, changed, binder);
  }

  /// The same kernel, able to write its output over any one of these inputs.
  PlannedKernel inPlace(Integer... inputs) {
    return with(freedom.inPlace(inputs));
  }

  /// The same kernel, able to leave these inputs where they are if that is in the output.
  PlannedKernel parts(Integer... inputs) {
    return with(freedom.parts(inputs));
  }

  /// The same kernel, able to read these inputs and write its output row by row.
  PlannedKernel pitched(Integer... inputs) {
    return with(freedom.pitched(true, inputs));
  }

  /// The same kernel, able to read these inputs row by row.
  PlannedKernel pitchedInputsOnly(Integer... inputs) {
    return with(freedom.pitched(false, inputs));
  }

  PlannedKernel withWorkspace(long bytes) {
    return new PlannedKernel(
        algorithm, reason, runtimeInputs, packedWeights, bytes, freedom, binder);
  }

  @Override
  public ImmutableSet<Integer> inPlaceInputs() {
    return freedom.inPlaceInputs();
  }

  @Override
  public ImmutableSet<Integer> inPlaceParts() {
    return freedom.inPlaceParts();
  }

  @Override
  public ImmutableSet<Integer> pitchedInputs() {
    return freedom.pitchedInputs();
  }

  @Override
  public boolean pitchedOutput() {
    return freedom.pitchedOutput();
  }

  @Override
  public BoundKernel bind(KernelMemory memory) {
    return binder.bind(memory);
  }
}
