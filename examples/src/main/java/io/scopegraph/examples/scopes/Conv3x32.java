package io.scopegraph.examples.scopes;

import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.Operand;
import io.scopegraph.graph.Graph;
import io.scopegraph.layers.Layers;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import java.io.PrintStream;

/// A function made into a template: its first call makes the variables, later calls share them.
///
/// ```python
/// conv3x32 = tf.make_template("conv3x32", lambda x: tf.layers.conv2d(x, 32, 3))
/// result1 = conv3x32(image1)
/// result2 = conv3x32(image2)
/// ```
public final class Conv3x32 {
  private final GraphBuilder g = new GraphBuilder();

  private Conv3x32() {}

  /// Prints the names of the variables and of both results.
  public static void main(String[] arguments) {
    print(System.out);
  }

  private Graph build() {
    var image1 = g.placeholder("image1", DType.FLOAT32, Shape.of(-1, 64, 64, 3));
    var image2 = g.placeholder("image2", DType.FLOAT32, Shape.of(-1, 64, 64, 3));
    var conv3x32 = g.makeTemplate("conv3x32", (Operand x) -> Layers.conv2d(x, 32, 3).apply());
    var result1 = conv3x32.call(image1);
    var result2 = conv3x32.call(image2);
    return g.build(result1, result2);
  }

  /// The graph of both results.
  public static Graph graph() {
    return new Conv3x32().build();
  }

  /// Prints what [#main] prints.
  public static void print(PrintStream out) {
    Conv3x32 example = new Conv3x32();
    Graph graph = example.build();
    example.g.globalVariables().forEach(variable -> out.println("variable  " + variable.name()));
    graph.outputs().keySet().forEach(name -> out.println("result    " + name));
  }
}
