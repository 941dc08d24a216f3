package io.scopegraph.runtime.spi;

import io.scopegraph.op.DataFormat;

/// One place where kernels run and memory lives. Safe for use by any thread.
public interface Device extends AutoCloseable {
  /// For people: `cpu (2 threads, 512-bit vectors)`.
  String name();

  /// The layout in which rank-4 ops run best here with a precision. The graph is brought into it
  /// before kernels are selected.
  DataFormat preferredFormat(Precision precision);

  /// Every buffer starts at a multiple of this many bytes.
  long alignment();

  /// A value that is a part of another one's buffer starts at a multiple of this many bytes;
  /// divides [#alignment].
  default long viewAlignment() {
    return alignment();
  }

  /// The bytes that [#allocate] could still reserve, as far as can be told: other processes may
  /// take them.
  default long freeBytes() {
    return Long.MAX_VALUE;
  }

  /// Reserves memory, filled with zeros.
  ///
  /// @param label what it is for, for reports and errors
  /// @param bytes a multiple of [#alignment], which may be 0
  /// @throws DeviceMemoryException if there is no room for it
  /// @throws DeviceException if the device fails
  DeviceMemory allocate(String label, long bytes);

  /// Reserves memory of the host, filled with zeros, through which data goes to and from blocks
  /// that the host cannot reach: pinned, where that is faster. Its [DeviceMemory#host] is never
  /// null, and stays readable as long as anything refers to it, also after closing.
  ///
  /// @param label what it is for, for reports and errors
  /// @param bytes a multiple of [#alignment], which may be 0
  /// @throws DeviceException if it cannot be had
  default DeviceMemory allocateStaging(String label, long bytes) {
    return new HostStaging(bytes, alignment());
  }

  /// Picks a kernel for a node, or says why there is none. Allocates no device memory.
  Selection select(KernelRequest request);

  /// Whether a chain of convolutions runs better here as one node than stage by stage. The device
  /// is then asked for its kernel; other chains are taken apart before.
  ///
  /// @param chain a request for a [io.scopegraph.op.ConvChain]
  default boolean prefersChain(KernelRequest chain) {
    return false;
  }

  /// Opens a queue for the runs of programs.
  ///
  /// @throws DeviceException if the device fails
  default RunQueue openQueue() {
    return RunQueue.CALLER;
  }

  /// Binds the selected kernels to their memory.
  ///
  /// @param queue of this device
  Executable prepare(Program program, RunQueue queue);

  /// Waits until code that is compiled in the background for what has run so far is in place.
  ///
  /// @throws InterruptedException if the thread is interrupted while it waits
  default void awaitCompiled() throws InterruptedException {}

  @Override
  void close();

  /// The answer to [#select].
  sealed interface Selection {
    /// The node can run.
    record Supported(Kernel kernel) implements Selection {}

    /// The node cannot run here.
    ///
    /// @param reason in the user's words
    record Unsupported(String reason) implements Selection {}
  }
}
