package io.scopegraph.builder;

import com.google.common.collect.ImmutableList;
import io.scopegraph.op.BatchNorm;
import io.scopegraph.op.BiasAdd;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.ConvChain;
import io.scopegraph.op.ConvTranspose2D;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Epilogue;
import io.scopegraph.op.LocalResponseNorm;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Pool2D;
import io.scopegraph.op.Reduce;
import io.scopegraph.op.Size2;
import io.scopegraph.op.Softmax;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// The ops of neural networks. Images are NHWC unless an op record says otherwise; a null name
/// means the default name.
public final class Nn {
  private Nn() {}

  /// See [Conv2D]; equal strides.
  public static Output conv2d(Operand x, Operand filter, int stride, Padding padding) {
    return conv2d(x, filter, stride, padding, null);
  }

  public static Output conv2d(
      Operand x, Operand filter, int stride, Padding padding, @Nullable String name) {
    return conv2d(x, filter, Conv2D.of(Size2.of(stride), padding, DataFormat.NHWC), name);
  }

  /// A convolution with all its attributes.
  ///
  /// @param more the inputs of the op's epilogue
  public static Output conv2d(
      Operand x, Operand filter, Conv2D op, @Nullable String name, Operand... more) {
    return x.graph().apply(name, "Conv2D", op, inputs(x, filter, more));
  }

  /// A convolution of each channel by itself.
  ///
  /// @param filter of shape (height, width, 1, channels)
  public static Output depthwiseConv2d(Operand x, Operand filter, int stride, Padding padding) {
    return depthwiseConv2d(x, filter, stride, padding, null);
  }

  public static Output depthwiseConv2d(
      Operand x, Operand filter, int stride, Padding padding, @Nullable String name) {
    Shape shape = filter.shape();
    int channels = shape.isRankKnown() ? Math.toIntExact(Math.max(1, shape.dim(-1))) : 1;
    Conv2D op =
        new Conv2D(Size2.of(stride), Size2.ONE, padding, channels, DataFormat.NHWC, Epilogue.NONE);
    return x.graph().apply(name, "depthwise", op, x, filter);
  }

  /// See [ConvTranspose2D]; equal strides.
  public static Output conv2dTranspose(Operand x, Operand filter, int stride, Padding padding) {
    return conv2dTranspose(
        x, filter, ConvTranspose2D.of(Size2.of(stride), padding, DataFormat.NHWC), null);
  }

  /// A transposed convolution with all its attributes.
  ///
  /// @param more the inputs of the op's epilogue
  public static Output conv2dTranspose(
      Operand x, Operand filter, ConvTranspose2D op, @Nullable String name, Operand... more) {
    return x.graph().apply(name, "conv2d_transpose", op, inputs(x, filter, more));
  }

  /// Convolutions one after the other as one op. Sessions make such ops of their own accord where
  /// that is faster; this is for those who write them.
  ///
  /// @param filter of the first stage
  /// @param more the inputs of its epilogue, then the filter of each further stage and the inputs
  ///   of that one's epilogue
  public static Output convChain(
      Operand x, Operand filter, ConvChain op, @Nullable String name, Operand... more) {
    return x.graph().apply(name, op.type(), op, inputs(x, filter, more));
  }

  private static Operand[] inputs(Operand x, Operand filter, Operand... more) {
    return ImmutableList.<Operand>builder()
        .add(x, filter)
        .add(more)
        .build()
        .toArray(Operand[]::new);
  }

  /// See [BiasAdd].
  public static Output biasAdd(Operand x, Operand bias) {
    return biasAdd(x, bias, DataFormat.NHWC, null);
  }

  public static Output biasAdd(Operand x, Operand bias, @Nullable String name) {
    return biasAdd(x, bias, DataFormat.NHWC, name);
  }

  public static Output biasAdd(Operand x, Operand bias, DataFormat format, @Nullable String name) {
    return x.graph().apply(name, "BiasAdd", new BiasAdd(format), x, bias);
  }

  /// See [BatchNorm].
  public static Output batchNorm(
      Operand x, Operand scale, Operand offset, Operand mean, Operand variance, double epsilon) {
    return batchNorm(
        x, scale, offset, mean, variance, new BatchNorm(epsilon, DataFormat.NHWC), null);
  }

  public static Output batchNorm(
      Operand x,
      Operand scale,
      Operand offset,
      Operand mean,
      Operand variance,
      BatchNorm op,
      @Nullable String name) {
    return x.graph().apply(name, "batchnorm", op, x, scale, offset, mean, variance);
  }

  /// The largest value under a square window, see [Pool2D].
  public static Output maxPool(Operand x, int window, int stride, Padding padding) {
    return maxPool(x, window, stride, padding, null);
  }

  public static Output maxPool(
      Operand x, int window, int stride, Padding padding, @Nullable String name) {
    return pool(x, square(Pool2D.Kind.MAX, window, stride, padding), name);
  }

  /// The mean value under a square window, see [Pool2D].
  public static Output avgPool(Operand x, int window, int stride, Padding padding) {
    return avgPool(x, window, stride, padding, null);
  }

  public static Output avgPool(
      Operand x, int window, int stride, Padding padding, @Nullable String name) {
    return pool(x, square(Pool2D.Kind.AVERAGE, window, stride, padding), name);
  }

  private static Pool2D square(Pool2D.Kind kind, int window, int stride, Padding padding) {
    return Pool2D.of(kind, Size2.of(window), Size2.of(stride), padding, DataFormat.NHWC);
  }

  /// Pooling with all its attributes.
  public static Output pool(Operand x, Pool2D op, @Nullable String name) {
    return x.graph().apply(name, op.type(), op, x);
  }

  /// The mean over height and width, which stay with extent 1.
  public static Output globalAveragePool(Operand x, DataFormat format, @Nullable String name) {
    ImmutableList<Integer> axes = ImmutableList.of(format.heightAxis(), format.widthAxis());
    return x.graph()
        .apply(name, "global_average_pool", new Reduce(Reduce.Function.MEAN, axes, true), x);
  }

  /// See [LocalResponseNorm].
  public static Output localResponseNorm(Operand x, LocalResponseNorm op, @Nullable String name) {
    return x.graph().apply(name, "LRN", op, x);
  }

  /// Along the last axis, see [Softmax].
  public static Output softmax(Operand x) {
    return softmax(x, -1, null);
  }

  public static Output softmax(Operand x, int axis, @Nullable String name) {
    return x.graph().apply(name, "Softmax", new Softmax(axis, false), x);
  }

  /// The logarithm of [#softmax(Operand)].
  public static Output logSoftmax(Operand x) {
    return logSoftmax(x, -1, null);
  }

  public static Output logSoftmax(Operand x, int axis, @Nullable String name) {
    return x.graph().apply(name, "LogSoftmax", new Softmax(axis, true), x);
  }

  /// max(x, 0).
  public static Output relu(Operand x) {
    return relu(x, null);
  }

  public static Output relu(Operand x, @Nullable String name) {
    return MathOps.unary(UnaryFunction.RELU, x, name);
  }

  /// min(max(x, 0), 6).
  public static Output relu6(Operand x) {
    return relu6(x, null);
  }

  public static Output relu6(Operand x, @Nullable String name) {
    return MathOps.unary(UnaryFunction.RELU6, x, name);
  }

  /// x where it is not negative, else alpha * x.
  public static Output leakyRelu(Operand x, double alpha) {
    return leakyRelu(x, alpha, null);
  }

  public static Output leakyRelu(Operand x, double alpha, @Nullable String name) {
    return MathOps.unary(new Unary(UnaryFunction.LEAKY_RELU, alpha, 0), x, name);
  }

  /// x where it is not negative, else slope * x, with the slope broadcast.
  public static Output prelu(Operand x, Operand slope) {
    return prelu(x, slope, null);
  }

  public static Output prelu(Operand x, Operand slope, @Nullable String name) {
    return x.graph().apply(name, "PRelu", new Binary(BinaryFunction.PRELU), x, slope);
  }

  /// x where it is not negative, else exp(x) - 1.
  public static Output elu(Operand x) {
    return MathOps.unary(new Unary(UnaryFunction.ELU, 1, 0), x, null);
  }

  /// x * sigmoid(x).
  public static Output swish(Operand x) {
    return MathOps.unary(UnaryFunction.SWISH, x, null);
  }

  /// At inference, the value itself.
  public static Output dropout(Operand x) {
    return x.graph().apply(null, "dropout", Unary.IDENTITY, x);
  }
}
