package io.scopegraph.tensorflow;

import com.google.common.collect.ImmutableList;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.ElementWise;
import io.scopegraph.op.Unary;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;

/// A program of element-wise functions as nodes of TensorFlow's, one for each step. Narrow types
/// are widened first, and the result is rounded.
final class ElementWiseProgramExport {
  private ElementWiseProgramExport() {}

  static void export(NodeExport node, ElementWise op) {
    DType dtype = node.dtype(0);
    boolean narrow = ElementwiseExport.isNarrow(dtype);
    DType computed = narrow ? DType.FLOAT32 : dtype;
    List<String> values = new ArrayList<>();
    List<Shape> given = new ArrayList<>();
    for (int input = 0; input < op.inputs(); input++) {
      given.add(node.shape(input));
      values.add(
          narrow
              ? ElementwiseExport.widened(
                  node.scope(), "x" + input, node.input(input), node.spec(input))
              : node.input(input));
    }
    ImmutableList<Shape> shapes = op.shapes(given);
    int last = op.steps().size() - 1;
    for (int step = 0; step <= last; step++) {
      boolean isResult = step == last && !narrow;
      Shape shape = shapes.get(op.result(step));
      ExportScope scope = isResult ? node.scope() : node.scope().inner("step" + step, shape);
      values.add(
          export(scope, op.steps().get(step), values, shapes, new TensorSpec(computed, shape)));
    }
    if (narrow) {
      ElementwiseExport.narrowed(node.scope(), values.getLast(), dtype);
    }
  }

  private static String export(
      ExportScope scope,
      ElementWise.Step step,
      List<String> values,
      List<Shape> shapes,
      TensorSpec result) {
    return switch (step) {
      case ElementWise.One(Unary op, int x) ->
          ElementwiseExport.unary(scope, op, values.get(x), result);
      case ElementWise.Two(BinaryFunction function, int x, int y) ->
          ElementwiseExport.binary(
              scope,
              function,
              values.get(x),
              result.withShape(shapes.get(x)),
              values.get(y),
              result.shape());
    };
  }
}
