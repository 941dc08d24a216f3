package io.scopegraph.benchmarks.engine;

/// Says how long an engine's convolution takes by the engine's own clock: without feeding, without
/// bringing the input into the layout that the engine prefers and the output back.
public interface ConvolutionTimer extends AutoCloseable {
  /// The time of the convolutions of each of some runs, in milliseconds.
  double[] millis(int runs);

  @Override
  void close();
}
