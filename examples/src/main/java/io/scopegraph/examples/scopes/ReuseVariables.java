package io.scopegraph.examples.scopes;

import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.Initializers;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Operand;
import io.scopegraph.builder.Output;
import io.scopegraph.graph.Graph;
import io.scopegraph.op.Padding;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import java.io.PrintStream;

/// One image filter for two images: from `reuse_variables()` on, the scope makes nothing new.
///
/// ```python
/// def conv_relu(x, kernel_shape, bias_shape):
///   weights = tf.get_variable("weights", kernel_shape, initializer=tf.random_normal_initializer())
///   biases = tf.get_variable("biases", bias_shape, initializer=tf.constant_initializer(0.0))
///   conv = tf.nn.conv2d(x, weights, strides=[1, 1, 1, 1], padding="SAME")
///   return tf.nn.relu(conv + biases)
///
/// def image_filter(images):
///   with tf.variable_scope("conv1"):
///     relu1 = conv_relu(images, [5, 5, 3, 8], [8])
///   with tf.variable_scope("conv2"):
///     return conv_relu(relu1, [5, 5, 8, 8], [8])
///
/// with tf.variable_scope("image_filters") as scope:
///   result1 = image_filter(image1)
///   scope.reuse_variables()
///   result2 = image_filter(image2)
/// ```
public final class ReuseVariables {
  private final GraphBuilder g = new GraphBuilder();

  private ReuseVariables() {}

  /// Prints the names of the variables and of both results.
  public static void main(String[] arguments) {
    print(System.out);
  }

  private Output convRelu(Operand x, Shape kernelShape, Shape biasShape) {
    var weights = g.getVariable("weights", kernelShape, Initializers.randomNormal(0, 1));
    var biases = g.getVariable("biases", biasShape, Initializers.constant(0));
    var conv = Nn.conv2d(x, weights, 1, Padding.SAME);
    return Nn.relu(conv.plus(biases));
  }

  private Output imageFilter(Operand images) {
    Output relu1;
    try (var _ = g.variableScope("conv1")) {
      relu1 = convRelu(images, Shape.of(5, 5, 3, 8), Shape.of(8));
    }
    try (var _ = g.variableScope("conv2")) {
      return convRelu(relu1, Shape.of(5, 5, 8, 8), Shape.of(8));
    }
  }

  private Graph build() {
    var image1 = g.placeholder("image1", DType.FLOAT32, Shape.of(-1, 64, 64, 3));
    var image2 = g.placeholder("image2", DType.FLOAT32, Shape.of(-1, 64, 64, 3));
    try (var scope = g.variableScope("image_filters")) {
      var result1 = imageFilter(image1);
      scope.reuseVariables();
      var result2 = imageFilter(image2);
      return g.build(result1, result2);
    }
  }

  /// The graph of both results.
  public static Graph graph() {
    return new ReuseVariables().build();
  }

  /// Prints what [#main] prints.
  public static void print(PrintStream out) {
    ReuseVariables example = new ReuseVariables();
    Graph graph = example.build();
    example.g.globalVariables().forEach(variable -> out.println("variable  " + variable.name()));
    graph.outputs().keySet().forEach(name -> out.println("result    " + name));
  }
}
