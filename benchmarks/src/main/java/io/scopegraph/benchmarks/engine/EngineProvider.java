package io.scopegraph.benchmarks.engine;

/// An engine that has not been loaded yet.
public interface EngineProvider {
  /// See [Engine#name].
  String name();

  /// Loads the engine.
  ///
  /// @throws EngineException if it cannot be used here
  Engine open();
}
