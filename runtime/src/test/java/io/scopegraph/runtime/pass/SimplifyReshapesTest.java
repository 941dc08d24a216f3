package io.scopegraph.runtime.pass;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Flatten;
import io.scopegraph.op.Squeeze;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.op.Unsqueeze;
import io.scopegraph.tensor.Shape;
import org.junit.jupiter.api.Test;

final class SimplifyReshapesTest {
  private final SimplifyReshapes pass = new SimplifyReshapes();
  private final Sketch sketch = new Sketch();

  @Test
  void mergesAChain() {
    Value x = sketch.input("x", 2, 3, 1, 4);
    Value squeezed = sketch.add(new Squeeze(ImmutableList.of(2)), x);
    Value flat = sketch.add(new Flatten(1), squeezed);
    Graph graph = sketch.graph(sketch.add(new Unsqueeze(ImmutableList.of(0)), flat));
    assertThat(Rewrites.types(Rewrites.apply(pass, graph))).containsExactly("Reshape");
  }

  @Test
  void mergesAChainWithOneUnknownDim() {
    Value x = sketch.input("x", Shape.UNKNOWN, 3, 1);
    Value squeezed = sketch.add(new Squeeze(ImmutableList.of(2)), x);
    Graph graph = sketch.graph(sketch.add(new Unsqueeze(ImmutableList.of(1)), squeezed));
    assertThat(Rewrites.types(Rewrites.apply(pass, graph))).containsExactly("Reshape");
  }

  @Test
  void removesWhatComesBack() {
    Value x = sketch.add(Unary.of(UnaryFunction.ABS), sketch.input("x", 2, 3));
    Value inserted = sketch.add(new Unsqueeze(ImmutableList.of(1)), x);
    Graph graph = sketch.graph(sketch.add(new Squeeze(ImmutableList.of(1)), inserted));
    assertThat(Rewrites.types(Rewrites.apply(pass, graph))).containsExactly("Abs");
  }

  @Test
  void keepsOneThatMakesAnInputAnOutput() {
    Value x = sketch.input("x", 2, 3);
    Graph graph = sketch.graph(sketch.add(new Flatten(1), x));
    assertThat(Rewrites.types(Rewrites.apply(pass, graph))).containsExactly("Flatten");
  }

  @Test
  void keepsAChainThatCannotBeWrittenYet() {
    Value x = sketch.input("x", Shape.UNKNOWN, Shape.UNKNOWN, 1);
    Value squeezed = sketch.add(new Squeeze(ImmutableList.of(2)), x);
    Graph graph = sketch.graph(sketch.add(new Unsqueeze(ImmutableList.of(1)), squeezed));
    assertThat(Rewrites.types(Rewrites.apply(pass, graph))).containsExactly("Squeeze", "Unsqueeze");
  }
}
