package io.scopegraph.tensorflow;

import io.scopegraph.graph.Value;
import io.scopegraph.op.BatchNorm;
import io.scopegraph.op.BiasAdd;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.LocalResponseNorm;
import io.scopegraph.op.Softmax;

/// Normalisations and the addition of biases.
final class NormalizationImporter {
  private NormalizationImporter() {}

  static Value biasAdd(NodeContext node) {
    return node.add(new BiasAdd(node.format()), node.input(0), node.input(1));
  }

  /// Only the normalised value is given, not the statistics.
  static Value batchNorm(NodeContext node) {
    if (node.attributes().flag("is_training", true)) {
      throw node.unsupported("is_training is true: it takes the statistics of the batch itself");
    }
    BatchNorm op = new BatchNorm(node.attributes().number("epsilon", 1e-4f), node.format());
    return node.add(op, node.input(0), node.input(1), node.input(2), node.input(3), node.input(4));
  }

  static Value localResponseNorm(NodeContext node) {
    int radius = node.attributes().small("depth_radius", 5);
    LocalResponseNorm op =
        new LocalResponseNorm(
            radius,
            radius,
            node.attributes().number("alpha", 1),
            node.attributes().number("beta", 0.5f),
            node.attributes().number("bias", 1),
            DataFormat.NHWC);
    return node.add(op, node.input(0));
  }

  static OpImporter softmax(boolean logarithm) {
    return node -> node.add(new Softmax(-1, logarithm), node.input(0));
  }
}
