package io.scopegraph.runtime.spi;

/// A program bound to its memory, ready to run any number of times. Runs are serialised by the
/// caller.
public interface Executable extends AutoCloseable {
  /// Uploads, runs all steps and downloads; inputs are read from, and results written to, the
  /// planned buffers or their staging memory. Ends when all of this is done. Allocates nothing.
  ///
  /// @throws DeviceException if a step fails
  void run();

  /// The same, and adds to each entry the nanoseconds that the step of this index took. A device
  /// that cannot tell its steps apart leaves the entries as they are.
  ///
  /// @param nanos one entry for each step of the program
  /// @throws DeviceException if a step fails
  default void profile(long[] nanos) {
    run();
  }

  /// How the device runs the program, in one line, for reports: `step by step`, or `one CUDA graph
  /// of 57 nodes`. May change from run to run.
  default String mode() {
    return "step by step";
  }

  /// Gives back what the device holds for this program; the memory of the plan is the caller's.
  @Override
  void close();
}
