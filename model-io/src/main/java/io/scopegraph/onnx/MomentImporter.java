package io.scopegraph.onnx;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Reduce;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.op.Unsqueeze;

/// Normalisations by the mean and the variance of the value itself, spelled out.
final class MomentImporter {
  private MomentImporter() {}

  /// Over space, with a scale and an offset for each channel.
  static Value instanceNorm(NodeContext node) {
    Value x = node.input(0);
    int rank = node.rank(x);
    if (rank < 3) {
      throw node.malformed(
          "expected an input of rank 3 or more, found %s".formatted(node.shape(x)));
    }
    Unsqueeze perChannel = new Unsqueeze(axes(1, rank - 1));
    Value scale = node.addPart("scale", perChannel, node.input(1));
    Value offset = node.addPart("offset", perChannel, node.input(2));
    Value normal = normalise(node, x, axes(2, rank));
    Value scaled = node.addPart("scaled", new Binary(BinaryFunction.MUL), normal, scale);
    return node.add(new Binary(BinaryFunction.ADD), scaled, offset);
  }

  /// Over all axes from one on, with a scale and perhaps an offset for each element of these.
  static Value layerNorm(NodeContext node) {
    Value x = node.input(0);
    int rank = node.rank(x);
    int axis = SliceImporter.axis(node, node.attributes().small("axis", -1), rank);
    Value normal = normalise(node, x, axes(axis, rank));
    Binary scale = new Binary(BinaryFunction.MUL);
    if (!node.has(2)) {
      return node.add(scale, normal, node.input(1));
    }
    Value scaled = node.addPart("scaled", scale, normal, node.input(1));
    return node.add(new Binary(BinaryFunction.ADD), scaled, node.input(2));
  }

  /// (x - mean) / sqrt(variance + epsilon).
  private static Value normalise(NodeContext node, Value x, ImmutableList<Integer> axes) {
    Reduce mean = new Reduce(Reduce.Function.MEAN, axes, true);
    Value centred =
        node.addPart("centred", new Binary(BinaryFunction.SUB), x, node.addPart("mean", mean, x));
    Value square = node.addPart("square", Unary.of(UnaryFunction.SQUARE), centred);
    Value variance = node.addPart("variance", mean, square);
    Value epsilon = ActivationImporter.scalar(node, x, node.attributes().number("epsilon", 1e-5f));
    Value shifted = node.addPart("shifted", new Binary(BinaryFunction.ADD), variance, epsilon);
    Value deviation = node.addPart("deviation", Unary.of(UnaryFunction.SQRT), shifted);
    return node.addPart("normal", new Binary(BinaryFunction.DIV), centred, deviation);
  }

  private static ImmutableList<Integer> axes(int from, int to) {
    ImmutableList.Builder<Integer> axes = ImmutableList.builder();
    for (int axis = from; axis < to; axis++) {
      axes.add(axis);
    }
    return axes.build();
  }
}
