package io.scopegraph.runtime;

import io.scopegraph.runtime.spi.DeviceException;
import io.scopegraph.tensor.Shape;
import java.util.Map;
import java.util.function.Function;

/// Runs of a session on zeros, before it is used.
final class WarmUp {
  /// What a run calls for the first time is compiled after it, and may call something else then.
  private static final int ROUNDS = 3;

  private WarmUp() {}

  static void run(SessionCore core, Map<String, Shape> shapes) {
    for (int round = 0; round < ROUNDS; round++) {
      core.runInPlace(shapes, WarmUp::clear, Function.identity());
      try {
        core.store().device().awaitCompiled();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new DeviceException("Session \"" + core.name() + "\" was interrupted warming up", e);
      }
    }
  }

  private static void clear(PlannedInputs inputs) {
    for (String name : inputs.names()) {
      inputs.get(name).segment().fill((byte) 0);
    }
  }
}
