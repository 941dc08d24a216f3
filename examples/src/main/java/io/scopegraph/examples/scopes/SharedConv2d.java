package io.scopegraph.examples.scopes;

import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Operand;
import io.scopegraph.builder.Output;
import io.scopegraph.builder.Reuse;
import io.scopegraph.graph.Graph;
import io.scopegraph.layers.Layers;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import java.io.PrintStream;

/// Two images through one convolution layer: the layer has no name, and finds its variables because
/// its scope is entered anew with AUTO_REUSE.
///
/// ```python
/// def tower(image):
///   with tf.variable_scope("tower", reuse=tf.AUTO_REUSE):
///     return tf.layers.conv2d(image, 32, 3, padding="same", activation=tf.nn.relu)
///
/// result1 = tower(image1)
/// result2 = tower(image2)
/// ```
public final class SharedConv2d {
  private final GraphBuilder g = new GraphBuilder();

  private SharedConv2d() {}

  /// Prints the names of the variables and of both results.
  public static void main(String[] arguments) {
    print(System.out);
  }

  private Output tower(Operand image) {
    try (var _ = g.variableScope("tower", Reuse.AUTO_REUSE)) {
      return Layers.conv2d(image, 32, 3).padding("same").activation(Nn::relu).apply();
    }
  }

  private Graph build() {
    var image1 = g.placeholder("image1", DType.FLOAT32, Shape.of(-1, 64, 64, 3));
    var image2 = g.placeholder("image2", DType.FLOAT32, Shape.of(-1, 64, 64, 3));
    var result1 = tower(image1);
    var result2 = tower(image2);
    return g.build(result1, result2);
  }

  /// The graph of both results.
  public static Graph graph() {
    return new SharedConv2d().build();
  }

  /// Prints what [#main] prints.
  public static void print(PrintStream out) {
    SharedConv2d example = new SharedConv2d();
    Graph graph = example.build();
    example.g.globalVariables().forEach(variable -> out.println("variable  " + variable.name()));
    graph.outputs().keySet().forEach(name -> out.println("result    " + name));
  }
}
