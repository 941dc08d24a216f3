package io.scopegraph.examples.scopes;

import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.Operand;
import io.scopegraph.builder.Reuse;
import io.scopegraph.builder.ScopeException;
import io.scopegraph.graph.Graph;
import io.scopegraph.tensor.Shape;
import java.io.OutputStream;
import java.io.PrintStream;

/// What a variable scope does to the names of variables and ops, and who may share a variable.
///
/// ```python
/// with tf.variable_scope("foo"):
///   with tf.variable_scope("bar"):
///     v = tf.get_variable("v", [1])            # foo/bar/v:0
///     x = v + 1.0                              # foo/bar/add:0
///
/// with tf.variable_scope("foo", reuse=True):   # inner scopes inherit it
///   with tf.variable_scope("bar"):
///     same = tf.get_variable("v", [1])         # the same variable: foo/bar/v:0
///     y = same + 1.0                           # but foo_1/bar/add:0
///
/// def weight():
///   with tf.variable_scope("auto", reuse=tf.AUTO_REUSE):
///     return tf.get_variable("w", [1])
/// made, found = weight(), weight()             # auto/w:0, both times
///
/// with tf.variable_scope("foo/bar"):
///   tf.get_variable("v", [1])                  # ValueError: it exists
/// with tf.variable_scope("foo/bar", reuse=True):
///   tf.get_variable("u", [1])                  # ValueError: it does not
/// ```
public final class VariableScopes {
  private VariableScopes() {}

  /// Prints the names and the refusals.
  public static void main(String[] arguments) {
    print(System.out);
  }

  /// Prints what [#main] prints.
  public static void print(PrintStream out) {
    write(out);
  }

  /// The graph of all variables and sums.
  public static Graph graph() {
    return write(new PrintStream(OutputStream.nullOutputStream()));
  }

  private static Graph write(PrintStream out) {
    var g = new GraphBuilder();
    Operand x;
    try (var _ = g.variableScope("foo");
        var _ = g.variableScope("bar")) {
      var v = g.getVariable("v", Shape.of(1));
      x = v.plus(1);
      out.println(v.name() + "  " + x.name());
    }

    Operand y;
    try (var _ = g.variableScope("foo", Reuse.REUSE);
        var _ = g.variableScope("bar")) {
      var same = g.getVariable("v", Shape.of(1));
      y = same.plus(1);
      out.println(same.name() + "  " + y.name());
    }

    var made = weight(g);
    var found = weight(g);
    out.println(made.name() + "  " + found.name() + "  same object: " + made.equals(found));

    try (var _ = g.variableScope("foo/bar")) {
      g.getVariable("v", Shape.of(1));
    } catch (ScopeException refused) {
      out.println(refused.kind() + ": " + refused.getMessage());
    }
    try (var _ = g.variableScope("foo/bar", Reuse.REUSE)) {
      g.getVariable("u", Shape.of(1));
    } catch (ScopeException refused) {
      out.println(refused.kind() + ": " + refused.getMessage());
    }
    return g.build(MathOps.mul(x, y), MathOps.mul(made, found));
  }

  private static Operand weight(GraphBuilder g) {
    try (var _ = g.variableScope("auto", Reuse.AUTO_REUSE)) {
      return g.getVariable("w", Shape.of(1));
    }
  }
}
