package io.scopegraph.onnx;

import io.scopegraph.graph.Value;
import io.scopegraph.op.BatchNorm;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Flatten;
import io.scopegraph.op.LocalResponseNorm;
import io.scopegraph.op.Reshape;
import io.scopegraph.op.ShapeOp;
import io.scopegraph.op.Softmax;
import io.scopegraph.tensor.Shape;

/// Normalisations over channels and over axes.
final class NormalizationImporter {
  private NormalizationImporter() {}

  static Value batchNorm(NodeContext node) {
    if (node.attributes().flag("training_mode", false)) {
      throw node.unsupported("training mode is not supported");
    }
    if (!node.attributes().flag("spatial", true)) {
      throw node.unsupported("statistics per cell (spatial = 0) are not supported");
    }
    BatchNorm op = new BatchNorm(node.attributes().number("epsilon", 1e-5f), DataFormat.NCHW);
    return node.add(op, node.input(0), node.input(1), node.input(2), node.input(3), node.input(4));
  }

  /// An even window has its odd channel above.
  static Value localResponseNorm(NodeContext node) {
    int size = node.attributes().small("size", 0);
    if (size <= 0) {
      throw node.malformed("attribute size must be positive, found %d".formatted(size));
    }
    double alpha = node.attributes().number("alpha", 1e-4f);
    LocalResponseNorm op =
        new LocalResponseNorm(
            (size - 1) / 2,
            size / 2,
            alpha / size,
            node.attributes().number("beta", 0.75f),
            node.attributes().number("bias", 1),
            DataFormat.NCHW);
    return node.add(op, node.input(0));
  }

  /// Up to op set 12 all axes from the named one on share one sum; from 13 on there is one axis.
  static OpImporter softmax(boolean logarithm) {
    return node -> {
      Value x = node.input(0);
      if (node.opset() >= 13) {
        return node.add(new Softmax(node.attributes().small("axis", -1), logarithm), x);
      }
      int axis = node.attributes().small("axis", 1);
      Shape shape = node.shape(x);
      if (axis == -1 || (shape.isRankKnown() && isLast(axis, shape))) {
        return node.add(new Softmax(axis, logarithm), x);
      }
      Value dims = node.addPart("shape", ShapeOp.WHOLE, x);
      Value flat = node.addPart("flat", new Flatten(axis), x);
      Value result = node.addPart("softmax", new Softmax(1, logarithm), flat);
      return node.add(new Reshape(true), result, dims);
    };
  }

  /// Whether all axes behind this one have extent 1.
  private static boolean isLast(int axis, Shape shape) {
    int first = axis < 0 ? axis + shape.rank() : axis;
    if (first < 0 || first >= shape.rank()) {
      return false;
    }
    for (int behind = first + 1; behind < shape.rank(); behind++) {
      if (shape.dim(behind) != 1) {
        return false;
      }
    }
    return true;
  }
}
