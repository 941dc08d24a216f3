package io.scopegraph.cuda.dnn;

import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_POINTWISE_ELU_ALPHA;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_POINTWISE_RELU_LOWER_CLIP;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_POINTWISE_RELU_LOWER_CLIP_SLOPE;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_POINTWISE_RELU_UPPER_CLIP;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_POINTWISE_SOFTPLUS_BETA;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_POINTWISE_SWISH_BETA;
import static jcuda.jcudnn.cudnnPointwiseMode.CUDNN_POINTWISE_ELU_FWD;
import static jcuda.jcudnn.cudnnPointwiseMode.CUDNN_POINTWISE_RELU_FWD;
import static jcuda.jcudnn.cudnnPointwiseMode.CUDNN_POINTWISE_SIGMOID_FWD;
import static jcuda.jcudnn.cudnnPointwiseMode.CUDNN_POINTWISE_SOFTPLUS_FWD;
import static jcuda.jcudnn.cudnnPointwiseMode.CUDNN_POINTWISE_SWISH_FWD;
import static jcuda.jcudnn.cudnnPointwiseMode.CUDNN_POINTWISE_TANH_FWD;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.op.Unary;
import java.util.Optional;

/// A function of one value in cuDNN's terms.
///
/// @param mode a value of `cudnnPointwiseMode`
/// @param parameters by values of `cudnnBackendAttributeName`
public record Pointwise(int mode, ImmutableMap<Integer, Double> parameters) {
  private static final double MOST_CLIP = 6;

  /// The function that gives what a function of ours gives, if cuDNN has one.
  public static Optional<Pointwise> of(Unary function) {
    return switch (function.function()) {
      case RELU -> Optional.of(relu(ImmutableMap.of()));
      case RELU6 ->
          Optional.of(relu(ImmutableMap.of(CUDNN_ATTR_POINTWISE_RELU_UPPER_CLIP, MOST_CLIP)));
      case CLIP -> clip(function.a(), function.b());
      case LEAKY_RELU ->
          finite(
              CUDNN_POINTWISE_RELU_FWD, CUDNN_ATTR_POINTWISE_RELU_LOWER_CLIP_SLOPE, function.a());
      case ELU -> finite(CUDNN_POINTWISE_ELU_FWD, CUDNN_ATTR_POINTWISE_ELU_ALPHA, function.a());
      case SIGMOID -> Optional.of(new Pointwise(CUDNN_POINTWISE_SIGMOID_FWD, ImmutableMap.of()));
      case TANH -> Optional.of(new Pointwise(CUDNN_POINTWISE_TANH_FWD, ImmutableMap.of()));
      case SWISH -> finite(CUDNN_POINTWISE_SWISH_FWD, CUDNN_ATTR_POINTWISE_SWISH_BETA, 1);
      case SOFTPLUS -> finite(CUDNN_POINTWISE_SOFTPLUS_FWD, CUDNN_ATTR_POINTWISE_SOFTPLUS_BETA, 1);
      case ABS,
          CEIL,
          COS,
          ERF,
          EXP,
          FLOOR,
          HARD_SIGMOID,
          HARD_SWISH,
          IDENTITY,
          LOG,
          NEG,
          NOT,
          RECIPROCAL,
          ROUND,
          RSQRT,
          SIGN,
          SIN,
          SOFTSIGN,
          SQRT,
          SQUARE ->
          Optional.empty();
    };
  }

  private static Pointwise relu(ImmutableMap<Integer, Double> parameters) {
    return new Pointwise(CUDNN_POINTWISE_RELU_FWD, parameters);
  }

  private static Optional<Pointwise> finite(int mode, int attribute, double value) {
    return Double.isFinite(value)
        ? Optional.of(new Pointwise(mode, ImmutableMap.of(attribute, value)))
        : Optional.empty();
  }

  /// Bounds in the wrong order, or none at all, are not what cuDNN clips to.
  private static Optional<Pointwise> clip(double least, double most) {
    return Double.isFinite(least) && Double.isFinite(most) && least <= most
        ? Optional.of(
            relu(
                ImmutableMap.of(
                    CUDNN_ATTR_POINTWISE_RELU_LOWER_CLIP,
                    least,
                    CUDNN_ATTR_POINTWISE_RELU_UPPER_CLIP,
                    most)))
        : Optional.empty();
  }

  boolean isRelu() {
    return mode == CUDNN_POINTWISE_RELU_FWD;
  }
}
