package io.scopegraph.cuda.op;

import com.google.common.collect.ContiguousSet;
import com.google.common.collect.DiscreteDomain;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Range;
import io.scopegraph.cuda.driver.Work;
import io.scopegraph.runtime.spi.Freedom;

/// A kernel as a value.
///
/// @param freedom where the operands may lie
/// @param binder prepares the calls
record PlannedKernel(
    String algorithm,
    ImmutableSet<Integer> runtimeInputs,
    ImmutableList<PackedWeight> packedWeights,
    long workspaceBytes,
    Freedom freedom,
    Binder binder)
    implements CudaKernel {
  /// Prepares the calls of a kernel.
  @FunctionalInterface
  interface Binder {
    Work bind(StepMemory memory, LaunchContext context);
  }

  /// A kernel that reads the first `inputs` inputs, each operand in a piece of its own.
  static PlannedKernel of(String algorithm, int inputs, Binder binder) {
    return new PlannedKernel(
        algorithm,
        ContiguousSet.create(Range.closedOpen(0, inputs), DiscreteDomain.integers()),
        ImmutableList.of(),
        0,
        Freedom.NONE,
        binder);
  }

  PlannedKernel with(Freedom changed) {
    return new PlannedKernel(
        algorithm, runtimeInputs, packedWeights, workspaceBytes, changed, binder);
  }

  PlannedKernel withWorkspace(long bytes) {
    return new PlannedKernel(algorithm, runtimeInputs, packedWeights, bytes, freedom, binder);
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
  public Work bind(StepMemory memory, LaunchContext context) {
    return binder.bind(memory, context);
  }
}
