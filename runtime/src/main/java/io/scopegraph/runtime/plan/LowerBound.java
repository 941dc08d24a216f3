package io.scopegraph.runtime.plan;

import java.util.List;

/// What no placement can undercut.
public final class LowerBound {
  private LowerBound() {}

  /// The greatest sum of sizes that are live at one time.
  ///
  /// @throws ArithmeticException if the sizes do not add up within 63 bits
  public static long of(List<BufferRequest> requests) {
    return new LiveProfile(requests).peak();
  }
}
