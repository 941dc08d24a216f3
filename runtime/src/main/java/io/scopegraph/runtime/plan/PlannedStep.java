package io.scopegraph.runtime.plan;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Node;
import io.scopegraph.runtime.spi.Kernel;

/// A node that runs, with its kernel and the buffers that it touches.
///
/// @param inputs for each of [Kernel#runtimeInputs] its range, for other inputs [Range#NONE]
/// @param outputs for each output its range
/// @param packed for each of [Kernel#packedWeights] its range
/// @param workspace its scratch memory, or [Range#NONE]
public record PlannedStep(
    Node node,
    Kernel kernel,
    ImmutableList<Range> inputs,
    ImmutableList<Range> outputs,
    ImmutableList<Range> packed,
    Range workspace) {
  /// A part of a planned buffer.
  ///
  /// @param buffer the buffer's id, or -1
  /// @param offset in bytes from the buffer's start
  /// @param bytes of the value itself
  /// @param pitch 0 if the value lies in one piece; else its rows, which are its runs along the
  ///   last axis, begin this many bytes apart
  public record Range(int buffer, long offset, long bytes, long pitch) {
    public static final Range NONE = new Range(-1, 0, 0, 0);
  }
}
