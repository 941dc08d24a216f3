package io.scopegraph.scopes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scopegraph.builder.ErrorKind;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.Initializers;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.ScopeException;
import io.scopegraph.builder.Variable;
import io.scopegraph.graph.Graph;
import io.scopegraph.op.InitialValue;
import io.scopegraph.op.VariableOp;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Values that are drawn for variables to begin with.
class DrawnValueTest {
  private final GraphBuilder g = new GraphBuilder();

  private static InitialValue initial(Graph graph, String name) {
    var node = Objects.requireNonNull(graph.variables().get(name));
    return ((VariableOp) node.op()).initial();
  }

  @Test
  void hasTheOpsOfTensorFlowInTheCurrentNameScope() {
    try (var _ = g.nameScope("conv1")) {
      Variable weights =
          g.variable("weights", g.draw(Initializers.truncatedNormal(0, 0.1), Shape.of(3, 4)));
      assertThat(weights.initialOperation().name()).isEqualTo("conv1/truncated_normal");
      assertThat(weights.shape()).isEqualTo(Shape.of(3, 4));
    }
    assertThat(g.operationNames())
        .containsExactly(
            "conv1/truncated_normal/shape",
            "conv1/truncated_normal/mean",
            "conv1/truncated_normal/stddev",
            "conv1/truncated_normal/TruncatedNormal",
            "conv1/truncated_normal/mul",
            "conv1/truncated_normal",
            "conv1/weights",
            "conv1/weights/Assign",
            "conv1/weights/read");
  }

  @Test
  void twoDrawsDifferAndAreTheSameInTheNextGraph() {
    Graph graph = twoDraws();
    Tensor first = initial(graph, "a").create(new TensorSpec(DType.FLOAT32, Shape.of(5)));
    Tensor second = initial(graph, "b").create(new TensorSpec(DType.FLOAT32, Shape.of(5)));
    assertThat(first).isNotEqualTo(second);
    assertThat(twoDraws()).isEqualTo(graph);
  }

  private static Graph twoDraws() {
    GraphBuilder g = new GraphBuilder(7);
    Variable a = g.variable("a", g.draw(Initializers.randomNormal(0, 1), Shape.of(5)));
    Variable b = g.variable("b", g.draw(Initializers.randomNormal(0, 1), Shape.of(5)));
    return g.build(a, b);
  }

  @Test
  void keepsNoTensorForWhatOnlyAVariableBeginsWith() {
    Variable large = g.variable("large", g.draw(Initializers.zeros(), Shape.of(1 << 20, 1 << 10)));
    Graph graph = g.build(large);
    assertThat(initial(graph, "large")).isEqualTo(new InitialValue.Filled(0));
    assertThat(graph.find("zeros")).isNull();
  }

  @Test
  void refusesAFixedValue() {
    assertThatThrownBy(() -> g.draw(Initializers.value(1f), Shape.of(2)))
        .isInstanceOfSatisfying(
            ScopeException.class,
            refused -> assertThat(refused.kind()).isEqualTo(ErrorKind.CONST_INIT_WITH_SHAPE));
  }

  @Test
  void aVariableCannotBeginWithWhatARunComputes() {
    var x = g.placeholder("x", DType.FLOAT32, Shape.of(2));
    assertThatThrownBy(() -> g.variable("v", MathOps.exp(x)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("variable v must be a constant, but Exp:0 is computed by a run");
  }
}
