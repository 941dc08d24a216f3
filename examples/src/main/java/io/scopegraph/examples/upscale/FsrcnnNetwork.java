package io.scopegraph.examples.upscale;

import io.scopegraph.builder.ArrayOps;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.Initializers;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Operand;
import io.scopegraph.builder.Output;
import io.scopegraph.graph.Graph;
import io.scopegraph.op.Padding;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import java.util.Map;

/// FSRCNN: features are taken from the small picture, shrunk to a few channels, mapped by four
/// convolutions, expanded again, and only the last layer enlarges, by laying its channels side by
/// side.
///
/// ```python
/// def layer(x, number, size, channels):
///   f = tf.get_variable("f%d" % number, [size, size, x.shape[3], channels])
///   b = tf.get_variable("b%d" % number, [channels], initializer=tf.zeros_initializer())
///   return tf.nn.conv2d(x, f, [1, 1, 1, 1], "SAME", name="conv%d" % number) + b
///
/// def prelu(x, number):
///   alpha = tf.get_variable("alpha%d" % number, [x.shape[3]])
///   return tf.nn.relu(x) + alpha * (x - abs(x)) * 0.5
/// ```
///
/// The variables are `f1` to `f8`, `b1` to `b8` and `alpha1` to `alpha7`, as in the checkpoints of
/// the network's TensorFlow implementation.
final class FsrcnnNetwork {
  /// How many times as high and as wide the output is.
  static final int FACTOR = 2;

  /// How far, in pixels of the input, a pixel influences the output: the radii of the 5 x 5 and of
  /// the four 3 x 3 convolutions.
  static final int REACH = 6;

  private static final int FEATURES = 56;
  private static final int SHRUNK = 12;
  private static final int MAPPINGS = 4;

  private final GraphBuilder g = new GraphBuilder();
  private int layers;

  private FsrcnnNetwork() {}

  /// The network for luma from 0 to 1: from `luma` (?, ?, ?, 1) to `enlarged` (?, ?, ?, 1), twice
  /// as high and as wide.
  static Graph graph() {
    return new FsrcnnNetwork().build();
  }

  private Graph build() {
    var luma = g.placeholder("luma", DType.FLOAT32, Shape.of(-1, -1, -1, 1));
    var x = prelu(layer(luma, 5, FEATURES));
    x = prelu(layer(x, 1, SHRUNK));
    for (int mapping = 0; mapping < MAPPINGS; mapping++) {
      x = prelu(layer(x, 3, SHRUNK));
    }
    x = prelu(layer(x, 1, FEATURES));
    var pieces = conv(x, 1, FACTOR * FACTOR);
    var bias = g.getVariable("b" + layers, Shape.of(1), Initializers.zeros());
    return g.build(Map.of("enlarged", Nn.biasAdd(ArrayOps.depthToSpace(pieces, FACTOR), bias)));
  }

  private Output layer(Operand x, int size, int channels) {
    var conv = conv(x, size, channels);
    var bias = g.getVariable("b" + layers, Shape.of(channels), Initializers.zeros());
    return Nn.biasAdd(conv, bias);
  }

  private Output conv(Operand x, int size, int channels) {
    layers++;
    var filter = g.getVariable("f" + layers, Shape.of(size, size, x.shape().dim(3), channels));
    return Nn.conv2d(x, filter, 1, Padding.SAME, "conv" + layers);
  }

  private Output prelu(Operand x) {
    var alpha =
        g.getVariable("alpha" + layers, Shape.of(x.shape().dim(3)), Initializers.constant(0.2));
    return Nn.prelu(x, alpha);
  }
}
