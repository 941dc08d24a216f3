package io.scopegraph.runtime.spi;

/// A program bound to its memory, ready to run any number of times. Runs are serialised by the
/// caller.
public interface Executable extends AutoCloseable {
  /// Runs all steps; inputs are read from, and results written to, the planned buffers. Allocates
  /// nothing.
  ///
  /// @throws DeviceException if a step fails
  void run();

  /// Gives back what the device holds for this program; the memory of the plan is the caller's.
  @Override
  void close();
}
