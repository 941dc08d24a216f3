package io.scopegraph.scopes;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.builder.ArrayOps;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.GraphKeys;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.Named;
import io.scopegraph.builder.Regularizer;
import io.scopegraph.builder.Regularizers;
import io.scopegraph.builder.Reuse;
import io.scopegraph.builder.VariableArguments;
import io.scopegraph.builder.VariableGetter;
import io.scopegraph.builder.VariableRequest;
import io.scopegraph.builder.VariableScopeOptions;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Custom getters and regularizers (R8).
class VariableGetterTest {
  private static final Shape PAIR = Shape.of(2);

  private final GraphBuilder g = new GraphBuilder();
  private final List<String> calls = new ArrayList<>();

  private VariableGetter logged(String name) {
    return (inner, arguments) -> {
      calls.add(name + " " + arguments.name());
      return inner.get(arguments.withName(arguments.name() + "_" + name));
    };
  }

  private static VariableScopeOptions with(VariableGetter getter) {
    return VariableScopeOptions.DEFAULT.withGetter(getter);
  }

  @Test
  void theInnerScopesGetterRunsFirst() {
    try (var _ = g.variableScope("a", with(logged("outer")))) {
      try (var _ = g.variableScope("b", with(logged("inner")))) {
        assertThat(g.getVariable("v", PAIR).name()).isEqualTo("a/b/v_inner_outer:0");
      }
    }

    assertThat(calls).containsExactly("inner a/b/v", "outer a/b/v_inner");
  }

  @Test
  void aGetterInTheCallReplacesThoseOfTheScopes() {
    try (var _ = g.variableScope("a", with(logged("scope")))) {
      VariableRequest request = VariableRequest.named("v").withShape(PAIR);
      assertThat(g.getVariable(request.withGetter(logged("call"))).name()).isEqualTo("a/v_call:0");
    }
  }

  @Test
  void aGetterSeesWhatIsInForce() {
    List<VariableArguments> seen = new ArrayList<>();
    VariableGetter getter =
        (inner, arguments) -> {
          seen.add(arguments);
          return ArrayOps.identity(inner.get(arguments), "instead");
        };
    var options = with(getter).withDType(DType.FLOAT64).withReuse(Reuse.AUTO_REUSE);
    try (var _ = g.nameScope("n");
        var _ = g.variableScope("a", options)) {
      assertThat(g.getVariable("v", PAIR).name()).isEqualTo("instead:0");
    }

    VariableArguments arguments = seen.getFirst();
    assertThat(arguments.name()).isEqualTo("a/v");
    assertThat(arguments.dtype()).isEqualTo(DType.FLOAT64);
    assertThat(arguments.reuse()).isEqualTo(Reuse.AUTO_REUSE);
    assertThat(arguments.collections()).containsExactly(GraphKeys.GLOBAL_VARIABLES);
  }

  @Test
  void aRegularizerMakesALossOfEachNewVariable() {
    Regularizer sum = variable -> MathOps.reduceSum(variable);
    try (var _ = g.variableScope("a", VariableScopeOptions.DEFAULT.withRegularizer(sum))) {
      g.getVariable("v", PAIR);
      try (var _ =
          g.variableScope("b", VariableScopeOptions.DEFAULT.withRegularizer(Regularizer.NONE))) {
        g.getVariable("v", PAIR);
      }
    }
    VariableRequest request = VariableRequest.named("w").withShape(PAIR);
    g.getVariable(request.withRegularizer(Regularizers.l2(0.1)));

    assertThat(g.collection(GraphKeys.REGULARIZATION_LOSSES))
        .extracting(Named::name)
        .containsExactly("a/v/Regularizer/Sum:0", "w/Regularizer/mul:0");
  }
}
