package io.scopegraph.tensorflow;

import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import io.scopegraph.tensorflow.proto.TensorProto;
import java.util.List;

/// Where the nodes go that stand for one computation: one of the computation's name, which gives
/// the result, and others below that name.
///
/// @param name the name of the result's node
/// @param outputs the shapes of the result
record ExportScope(GraphDefAssembler assembler, String name, List<Shape> outputs) {
  /// The node that gives the result.
  NodeDraft result(String type) {
    return new NodeDraft(name, type, outputs, assembler::add);
  }

  /// A node with one output that the result depends on.
  NodeDraft part(String part, String type, Shape output) {
    return part(part, type, List.of(output));
  }

  NodeDraft part(String part, String type, List<Shape> outputs) {
    return new NodeDraft(assembler.uniqueName(name + "/" + part), type, outputs, assembler::add);
  }

  /// A scope for a part that is a computation itself.
  ExportScope inner(String part, Shape output) {
    return new ExportScope(assembler, assembler.uniqueName(name + "/" + part), List.of(output));
  }

  String constant(String part, Tensor value) {
    return constant(part, value.spec(), TensorProtos.of(value));
  }

  String constant(String part, TensorSpec spec, TensorProto value) {
    return part(part, "Const", spec.shape())
        .type("dtype", spec.dtype())
        .tensor("value", value)
        .add();
  }

  /// A constant vector: of int32, the form in which TensorFlow itself writes axes and shapes,
  /// unless a number needs int64.
  String vector(String part, long... values) {
    int[] narrow = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      narrow[i] = (int) values[i];
      if (narrow[i] != values[i]) {
        return constant(part, Tensor.vector(values));
      }
    }
    return constant(part, Tensor.ofInts(Shape.of(narrow.length), narrow));
  }

  String axis(String part, int axis) {
    return constant(part, Tensor.scalar(axis));
  }

  /// A constant of rank 0.
  String number(String part, DType dtype, double value) {
    return constant(part, Tensor.filled(new TensorSpec(dtype, Shape.scalar()), value));
  }
}
