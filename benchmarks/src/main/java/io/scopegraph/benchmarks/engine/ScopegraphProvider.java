package io.scopegraph.benchmarks.engine;

/// [ScopegraphEngine] with all of its algorithms.
public final class ScopegraphProvider implements EngineProvider {
  @Override
  public String name() {
    return "scopegraph";
  }

  @Override
  public Engine open() {
    return new ScopegraphEngine(true);
  }
}
