package io.scopegraph.examples.scopes;

import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.Initializers;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Output;
import io.scopegraph.graph.Graph;
import io.scopegraph.op.Padding;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.io.OutputStream;
import java.io.PrintStream;

/// Three layers of convolution, each in a name scope with variables of its own.
///
/// ```python
/// def conv_layer(x, channels_in, channels_out, name):
///   with tf.name_scope(name):
///     weights = tf.Variable(
///         tf.truncated_normal([5, 5, channels_in, channels_out], stddev=0.1), name="weights")
///     biases = tf.Variable(tf.constant(0.1, shape=[channels_out]), name="biases")
///     conv = tf.nn.conv2d(x, weights, strides=[1, 1, 1, 1], padding="SAME")
///     relu = tf.nn.relu(tf.nn.bias_add(conv, biases), name=name)
///     return tf.nn.max_pool(relu, [1, 2, 2, 1], strides=[1, 2, 2, 1], padding="SAME")
///
/// image = tf.placeholder(tf.float32, [None, 32, 32, 3], name="image")
/// conv1 = conv_layer(image, 3, 8, "conv1")
/// conv2 = conv_layer(conv1, 8, 16, "conv2")
/// conv3 = conv_layer(conv2, 16, 32, "conv3")
/// ```
public final class ConvLayers {
  private final GraphBuilder g = new GraphBuilder();
  private final PrintStream out;

  private ConvLayers(PrintStream out) {
    this.out = out;
  }

  /// Prints the names of all variables and ops.
  public static void main(String[] arguments) {
    print(System.out);
  }

  private Output convLayer(Output x, int channelsIn, int channelsOut, String name) {
    try (var _ = g.nameScope(name)) {
      var weights =
          g.variable(
              "weights",
              g.draw(
                  Initializers.truncatedNormal(0, 0.1), Shape.of(5, 5, channelsIn, channelsOut)));
      var biases = g.variable("biases", g.constant(filled(0.1, channelsOut)));
      var conv = Nn.conv2d(x, weights, 1, Padding.SAME);
      var relu = Nn.relu(Nn.biasAdd(conv, biases), name);
      var pool = Nn.maxPool(relu, 2, 2, Padding.SAME);

      out.println(weights.name() + "  from " + weights.initialOperation().name() + ":0");
      out.println(biases.name() + "  from " + biases.initialOperation().name() + ":0");
      out.println(conv.name());
      out.println(relu.name());
      out.println(pool.name());
      return pool;
    }
  }

  private static Tensor filled(double value, long... dims) {
    return Tensor.filled(new TensorSpec(DType.FLOAT32, Shape.of(dims)), value);
  }

  private Graph build() {
    var image = g.placeholder("image", DType.FLOAT32, Shape.of(-1, 32, 32, 3));
    var conv1 = convLayer(image, 3, 8, "conv1");
    var conv2 = convLayer(conv1, 8, 16, "conv2");
    var conv3 = convLayer(conv2, 16, 32, "conv3");
    return g.build(conv3);
  }

  /// The graph of the three layers.
  public static Graph graph() {
    return new ConvLayers(new PrintStream(OutputStream.nullOutputStream())).build();
  }

  /// Prints what [#main] prints.
  public static void print(PrintStream out) {
    new ConvLayers(out).build();
  }
}
