package io.scopegraph.examples.siamese;

import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.Initializers;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Output;
import io.scopegraph.builder.Reuse;
import io.scopegraph.graph.Graph;
import io.scopegraph.op.Padding;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import java.util.Map;

/// Two images, one tower of convolutions for both, and the distance between what comes out.
///
/// ```python
/// def conv_layer(x, channels, name):
///   with tf.variable_scope(name):
///     kernel = tf.get_variable("kernel", [3, 3, x.shape[3], channels])
///     bias = tf.get_variable("bias", [channels], initializer=tf.zeros_initializer())
///     conv = tf.nn.conv2d(x, kernel, strides=[1, 1, 1, 1], padding="SAME")
///     relu = tf.nn.relu(tf.nn.bias_add(conv, bias))
///     return tf.nn.max_pool(relu, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding="SAME")
///
/// def tower(image):
///   with tf.variable_scope("siamese", reuse=tf.AUTO_REUSE):
///     x = conv_layer(image, 8, "conv1")
///     x = conv_layer(x, 16, "conv2")
///     x = conv_layer(x, 32, "conv3")
///     return tf.reduce_mean(x, [1, 2])
///
/// left, right = tf.placeholder(...), tf.placeholder(...)
/// with tf.name_scope("distance"):
///   ...
/// ```
final class SiameseNetwork {
  /// The extent of the images, which are float32 (?, SIZE, SIZE, 3).
  static final int SIZE = 64;

  private final GraphBuilder g = new GraphBuilder();
  private final Reuse reuse;

  private SiameseNetwork(Reuse reuse) {
    this.reuse = reuse;
  }

  /// The network, with inputs `left` and `right` and the output `distance` (?).
  static Graph shared() {
    return new SiameseNetwork(Reuse.AUTO_REUSE).build();
  }

  /// The same without the reuse, the classic mistake.
  ///
  /// @throws io.scopegraph.builder.ScopeException when the second tower makes its first variable
  static Graph forgotten() {
    return new SiameseNetwork(Reuse.INHERIT).build();
  }

  private Output convLayer(Output x, int channels, String name) {
    try (var _ = g.variableScope(name)) {
      var kernel = g.getVariable("kernel", Shape.of(3, 3, x.shape().dim(3), channels));
      var bias = g.getVariable("bias", Shape.of(channels), Initializers.zeros());
      var conv = Nn.conv2d(x, kernel, 1, Padding.SAME);
      var relu = Nn.relu(Nn.biasAdd(conv, bias));
      return Nn.maxPool(relu, 2, 2, Padding.SAME);
    }
  }

  private Output tower(Output image) {
    try (var _ = g.variableScope("siamese", reuse)) {
      var x = convLayer(image, 8, "conv1");
      x = convLayer(x, 16, "conv2");
      x = convLayer(x, 32, "conv3");
      return MathOps.reduceMean(x, 1, 2);
    }
  }

  private Graph build() {
    var left = g.placeholder("left", DType.FLOAT32, Shape.of(-1, SIZE, SIZE, 3));
    var right = g.placeholder("right", DType.FLOAT32, Shape.of(-1, SIZE, SIZE, 3));
    var leftFeatures = tower(left);
    var rightFeatures = tower(right);
    try (var _ = g.nameScope("distance")) {
      var difference = MathOps.squaredDifference(leftFeatures, rightFeatures);
      return g.build(Map.of("distance", MathOps.sqrt(MathOps.reduceSum(difference, 1))));
    }
  }
}
