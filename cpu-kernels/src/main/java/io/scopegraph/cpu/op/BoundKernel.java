package io.scopegraph.cpu.op;

/// A kernel with its memory. Runs of one are never at work at the same time.
@FunctionalInterface
public interface BoundKernel {
  /// Computes the outputs from what the inputs hold now. Allocates nothing.
  void run();

  /// Nothing to do, for outputs without elements.
  BoundKernel NOTHING = () -> {};

  /// This kernel, then another.
  @SuppressWarnings("ReferenceEquality") // The constant is meant.
  default BoundKernel then(BoundKernel next) {
    if (this == NOTHING || next == NOTHING) {
      return next == NOTHING ? this : next;
    }
    return () -> {
      run();
      next.run();
    };
  }
}
