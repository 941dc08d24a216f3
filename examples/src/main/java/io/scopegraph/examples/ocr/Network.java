package io.scopegraph.examples.ocr;

import io.scopegraph.tensor.Tensor;

/// One neural network with one input and one output.
@FunctionalInterface
public interface Network {
  /// Runs the network. The result may be overwritten by the next run.
  Tensor run(Tensor input);
}
