package io.scopegraph.runtime.spi;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;

/// A planned graph with its memory: what a device binds into an [Executable].
///
/// @param graph all shapes fully defined
/// @param uploads what is copied to the device before the steps run; none if the host reaches the
///   device's memory
/// @param steps the nodes that run, in order; placeholders, weights and views are not among them
/// @param downloads what is copied from the device after them
public record Program(
    Graph graph,
    ImmutableList<Copy> uploads,
    ImmutableList<Step> steps,
    ImmutableList<Copy> downloads) {
  /// A range of bytes that goes between a block of the device and its staging memory.
  ///
  /// @param staging made by [Device#allocateStaging]
  /// @param offset in both, in bytes
  /// @param bytes how many, more than 0
  public record Copy(DeviceMemory staging, DeviceMemory device, long offset, long bytes) {}

  /// One node with its kernel and its memory.
  ///
  /// @param inputs for each of [Kernel#runtimeInputs] its place, for other inputs [Location#NONE]
  /// @param outputs for each output its place
  /// @param packed for each of [Kernel#packedWeights] its place
  /// @param workspace the scratch memory, [Location#NONE] if the kernel needs none
  public record Step(
      Node node,
      Kernel kernel,
      ImmutableList<Location> inputs,
      ImmutableList<Location> outputs,
      ImmutableList<Location> packed,
      Location workspace) {}
}
