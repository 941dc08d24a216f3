package io.scopegraph.conformance;

import io.scopegraph.op.Epilogue;
import io.scopegraph.op.Unary;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.List;

/// What a convolution or matrix product does to its sums.
final class EpilogueReference {
  // No activation in use has a greater slope over the values of these cases, which lie below 60.
  private static final double STEEPEST = 2;

  private EpilogueReference() {}

  /// @param channelAxis the axis along which the bias has its elements
  /// @param values the sums, overwritten
  /// @param magnitudes the sums of the absolute values of the terms
  /// @param tensors all inputs of the op; bias and residual follow the first two
  static Expected apply(
      Epilogue epilogue,
      int channelAxis,
      TensorSpec spec,
      double[] values,
      double[] magnitudes,
      long terms,
      List<Tensor> tensors) {
    Shape shape = spec.shape();
    Unary activation = epilogue.activation();
    for (int i = 0; i < values.length; i++) {
      double sum = values[i];
      if (epilogue.bias()) {
        double bias = tensors.get(2).getDouble(Grid.index(shape, i)[channelAxis]);
        sum += bias;
        magnitudes[i] += Math.abs(bias);
      }
      if (epilogue.residual()) {
        double residual = tensors.getLast().getDouble(i);
        sum += residual;
        magnitudes[i] += Math.abs(residual);
      }
      double slope =
          switch (activation.function()) {
            case IDENTITY -> 1;
            case EXP -> Math.exp(sum);
            case SQUARE -> 2 * Math.abs(sum) + 1;
            default -> STEEPEST;
          };
      magnitudes[i] *= slope;
      values[i] = UnaryCases.apply(activation.function(), activation.a(), activation.b(), sum);
    }
    return Expected.sums(spec, values, magnitudes, terms + 2);
  }
}
