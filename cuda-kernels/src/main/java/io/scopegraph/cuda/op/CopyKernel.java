package io.scopegraph.cuda.op;

import io.scopegraph.cuda.driver.Work;

/// Copies all bytes in their order.
final class CopyKernel {
  private CopyKernel() {}

  static CudaKernel select() {
    return PlannedKernel.of(
        "copy", 1, (memory, context) -> copy(memory.input(0), memory.output(), context));
  }

  /// Copies a value to another place; nothing if that is the same.
  static Work copy(Span from, Span to, LaunchContext context) {
    return from.isSame(to)
        ? Work.NOTHING
        : context.stream().copying(to.address(), from.address(), to.bytes());
  }
}
