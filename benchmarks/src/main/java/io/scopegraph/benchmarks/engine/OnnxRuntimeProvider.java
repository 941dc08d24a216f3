package io.scopegraph.benchmarks.engine;

/// [OnnxRuntimeEngine], not loaded yet.
public final class OnnxRuntimeProvider implements EngineProvider {
  @Override
  public String name() {
    return "onnxruntime";
  }

  @Override
  public Engine open() {
    return new OnnxRuntimeEngine();
  }
}
