package io.scopegraph.layers;

import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.Operand;
import io.scopegraph.op.Pool2D;
import io.scopegraph.op.Size2;

/// The layers of TensorFlow 1's `tf.layers`, each in two forms.
///
/// ```java
/// // y = tf.layers.conv2d(x, 32, 3, padding="same", activation=tf.nn.relu, name="c1")
/// var y = Layers.conv2d(x, 32, 3).padding("same").activation(Nn::relu).name("c1").apply();
///
/// // fc = tf.layers.Dense(10); p = fc(a); q = fc(b)
/// var fc = Layers.dense(g, 10);
/// var p = fc.apply(a);
/// var q = fc.apply(b); // the same variables
/// ```
///
/// The functional form takes the input first and is called once by [Layer#apply()]; the object form
/// takes the builder first and is called with an input as often as wanted. They differ in what a
/// name means, see [Layer#name].
public final class Layers {
  private Layers() {}

  /// A convolution of images (batch, height, width, channels) with a square kernel.
  ///
  /// @param filters the number of output channels
  public static Conv2DLayer conv2d(Operand x, int filters, int kernelSize) {
    return conv2d(x, filters, Size2.of(kernelSize));
  }

  public static Conv2DLayer conv2d(Operand x, int filters, Size2 kernelSize) {
    return new Conv2DLayer(x.graph(), x, filters, kernelSize);
  }

  public static Conv2DLayer conv2d(GraphBuilder graph, int filters, int kernelSize) {
    return conv2d(graph, filters, Size2.of(kernelSize));
  }

  public static Conv2DLayer conv2d(GraphBuilder graph, int filters, Size2 kernelSize) {
    return new Conv2DLayer(graph, null, filters, kernelSize);
  }

  /// A convolution of each channel by itself.
  public static DepthwiseConv2DLayer depthwiseConv2d(Operand x, int kernelSize) {
    return depthwiseConv2d(x, Size2.of(kernelSize));
  }

  public static DepthwiseConv2DLayer depthwiseConv2d(Operand x, Size2 kernelSize) {
    return new DepthwiseConv2DLayer(x.graph(), x, kernelSize);
  }

  public static DepthwiseConv2DLayer depthwiseConv2d(GraphBuilder graph, Size2 kernelSize) {
    return new DepthwiseConv2DLayer(graph, null, kernelSize);
  }

  /// A convolution of each channel by itself, and a 1x1 convolution of the results.
  ///
  /// @param filters the number of output channels
  public static SeparableConv2DLayer separableConv2d(Operand x, int filters, int kernelSize) {
    return separableConv2d(x, filters, Size2.of(kernelSize));
  }

  public static SeparableConv2DLayer separableConv2d(Operand x, int filters, Size2 kernelSize) {
    return new SeparableConv2DLayer(x.graph(), x, filters, kernelSize);
  }

  public static SeparableConv2DLayer separableConv2d(
      GraphBuilder graph, int filters, Size2 kernelSize) {
    return new SeparableConv2DLayer(graph, null, filters, kernelSize);
  }

  /// x * kernel + bias over the last axis.
  ///
  /// @param units the extent of the result's last axis
  public static DenseLayer dense(Operand x, int units) {
    return new DenseLayer(x.graph(), x, units);
  }

  public static DenseLayer dense(GraphBuilder graph, int units) {
    return new DenseLayer(graph, null, units);
  }

  /// gamma * (x - mean) / sqrt(variance + epsilon) + beta for each channel.
  public static BatchNormalizationLayer batchNormalization(Operand x) {
    return new BatchNormalizationLayer(x.graph(), x);
  }

  public static BatchNormalizationLayer batchNormalization(GraphBuilder graph) {
    return new BatchNormalizationLayer(graph, null);
  }

  /// The largest value under a square window; padded cells never win.
  public static Pooling2DLayer maxPooling2d(Operand x, int poolSize, int strides) {
    return maxPooling2d(x, Size2.of(poolSize), Size2.of(strides));
  }

  public static Pooling2DLayer maxPooling2d(Operand x, Size2 poolSize, Size2 strides) {
    return new Pooling2DLayer(x.graph(), x, Pool2D.Kind.MAX, poolSize, strides);
  }

  public static Pooling2DLayer maxPooling2d(GraphBuilder graph, Size2 poolSize, Size2 strides) {
    return new Pooling2DLayer(graph, null, Pool2D.Kind.MAX, poolSize, strides);
  }

  /// The mean of the cells under a square window; padded cells do not count.
  public static Pooling2DLayer averagePooling2d(Operand x, int poolSize, int strides) {
    return averagePooling2d(x, Size2.of(poolSize), Size2.of(strides));
  }

  public static Pooling2DLayer averagePooling2d(Operand x, Size2 poolSize, Size2 strides) {
    return new Pooling2DLayer(x.graph(), x, Pool2D.Kind.AVERAGE, poolSize, strides);
  }

  public static Pooling2DLayer averagePooling2d(GraphBuilder graph, Size2 poolSize, Size2 strides) {
    return new Pooling2DLayer(graph, null, Pool2D.Kind.AVERAGE, poolSize, strides);
  }

  /// All axes but the first as one.
  public static FlattenLayer flatten(Operand x) {
    return new FlattenLayer(x.graph(), x);
  }

  public static FlattenLayer flatten(GraphBuilder graph) {
    return new FlattenLayer(graph, null);
  }

  /// At inference, the value itself: `dropout/Identity`.
  public static DropoutLayer dropout(Operand x) {
    return new DropoutLayer(x.graph(), x);
  }

  public static DropoutLayer dropout(GraphBuilder graph) {
    return new DropoutLayer(graph, null);
  }
}
