package io.scopegraph.scopes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.scopegraph.builder.ErrorKind;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.Initializers;
import io.scopegraph.builder.Reuse;
import io.scopegraph.builder.ScopeException;
import io.scopegraph.builder.VariableRequest;
import io.scopegraph.op.InitialValue;
import io.scopegraph.op.VariableOp;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// Sharing by reuse (R6) and first values (R7).
class VariableSharingTest {
  private static final Shape PAIR = Shape.of(2);

  private final GraphBuilder g = new GraphBuilder();

  private static int line() {
    return new Throwable().getStackTrace()[1].getLineNumber();
  }

  private static void refuses(ErrorKind kind, String message, ThrowingCallable attempt) {
    assertThatExceptionOfType(ScopeException.class)
        .isThrownBy(attempt)
        .withMessageStartingWith(message)
        .withMessageMatching("(?s).* \\[VariableSharingTest.java:\\d+]")
        .matches(error -> error.kind() == kind, kind.toString());
  }

  @Test
  void withoutReuseAVariableIsMadeOnce() {
    int made = line() + 1;
    g.getVariable("v", PAIR);

    refuses(
        ErrorKind.VAR_EXISTS,
        "Variable v already exists, disallowed. Did you mean to set reuse=True or"
            + " reuse=tf.AUTO_REUSE in VarScope? Originally defined at: VariableSharingTest.java:"
            + made,
        () -> g.getVariable("v", PAIR));
  }

  @Test
  void withReuseAVariableMustExist() {
    var v = g.getVariable("a/v", PAIR);
    try (var _ = g.variableScope("a", Reuse.REUSE)) {
      assertThat(g.getVariable("v", PAIR)).isSameAs(v);
      refuses(
          ErrorKind.VAR_NOT_FOUND,
          "Variable a/w does not exist, or was not created with tf.get_variable(). Did you mean to"
              + " set reuse=tf.AUTO_REUSE in VarScope?",
          () -> g.getVariable("w", PAIR));
    }
  }

  @Test
  void autoReuseSharesWithinOneBlock() {
    try (var _ = g.variableScope("a", Reuse.AUTO_REUSE)) {
      assertThat(g.getVariable("v", PAIR)).isSameAs(g.getVariable("v", PAIR));
    }
  }

  @Test
  void reuseIsInheritedAndCannotBeUndoneByName() {
    var plain = g.variableScope("plain");
    plain.close();
    try (var _ = g.variableScope("a", Reuse.REUSE)) {
      try (var inner = g.variableScope("b", Reuse.INHERIT)) {
        assertThat(inner.reuse()).isEqualTo(Reuse.REUSE);
      }
      try (var inner = g.variableScope("b", Reuse.AUTO_REUSE)) {
        assertThat(inner.reuse()).isEqualTo(Reuse.AUTO_REUSE);
      }
      try (var jump = g.variableScope(plain)) {
        assertThat(jump.reuse()).isEqualTo(Reuse.INHERIT);
      }
    }
  }

  @Test
  void reuseVariablesHoldsFromThereOnInThisBlock() {
    try (var scope = g.variableScope("a")) {
      g.getVariable("v", PAIR);
      scope.reuseVariables();
      try (var inner = g.variableScope("b")) {
        assertThat(inner.reuse()).isEqualTo(Reuse.REUSE);
      }
      g.getVariable("v", PAIR);
    }
    assertThat(g.currentVariableScope().reuse()).isEqualTo(Reuse.INHERIT);
    try (var again = g.variableScope("a")) {
      assertThat(again.reuse()).isEqualTo(Reuse.INHERIT);
    }
  }

  @Test
  void aSharedVariableMustFit() {
    g.getVariable("v", PAIR);
    try (var _ = g.variableScope("", Reuse.AUTO_REUSE)) {
      g.getVariable("v", Shape.of(-1));
      g.getVariable(VariableRequest.named("v"));
      refuses(
          ErrorKind.SHAPE_MISMATCH,
          "Trying to share variable v, but specified shape (3,) and found shape (2,).",
          () -> g.getVariable("v", Shape.of(3)));
      refuses(
          ErrorKind.SHAPE_MISMATCH,
          "Trying to share variable v, but specified shape (2, 1) and found shape (2,).",
          () -> g.getVariable("v", Shape.of(2, 1)));
      refuses(
          ErrorKind.DTYPE_MISMATCH,
          "Trying to share variable v, but specified dtype float64 and found dtype float32.",
          () -> g.getVariable("v", PAIR, DType.FLOAT64, Initializers.zeros()));
    }
  }

  @Test
  void aFixedValueSettlesShapeAndType() {
    var v = g.getVariable("v", Initializers.value(Tensor.ofInts(PAIR, 1, 2)));

    assertThat(v.shape()).isEqualTo(PAIR);
    assertThat(v.dtype()).isEqualTo(DType.INT32);
    assertThat(g.operationNames()).containsExactly("v/initial_value", "v", "v/Assign", "v/read");
    refuses(
        ErrorKind.CONST_INIT_WITH_SHAPE,
        "If initializer is a constant, do not specify shape.",
        () -> g.getVariable("w", PAIR, Initializers.value(1f)));
    refuses(
        ErrorKind.INIT_DTYPE_MISMATCH,
        "Initializer type 'int32' and explicit dtype 'float32' don't match.",
        () ->
            g.getVariable(
                VariableRequest.named("w")
                    .withDType(DType.FLOAT32)
                    .withInitializer(Initializers.value(1))));
  }

  @Test
  void theValueOfAnOpIsTakenIfItIsConstant() {
    var v = g.getVariable("v", Initializers.value(g.constant("c", 3)));

    assertThat(g.operationNames()).containsExactly("c", "v", "v/Assign", "v/read");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> g.getVariable("w", Initializers.value(v.plus(v))))
        .withMessage(
            "The initial value of variable w must be a constant, but add:0 is computed by a run");
    assertThat(initial("v")).isEqualTo(new InitialValue.Fixed(Tensor.scalar(3f)));
  }

  @Test
  void aNewVariableNeedsAShape() {
    refuses(
        ErrorKind.SHAPE_UNDEFINED,
        "Shape of a new variable (v) must be fully defined, but instead was (?, 3).",
        () -> g.getVariable("v", Shape.of(-1, 3)));
    refuses(
        ErrorKind.SHAPE_UNDEFINED,
        "Shape of a new variable (v) must be fully defined, but instead was <unknown>.",
        () -> g.getVariable(VariableRequest.named("v")));
    assertThatExceptionOfType(ScopeException.class)
        .isThrownBy(() -> g.getVariable("a b", PAIR))
        .withMessageStartingWith("'a b' is not a valid scope name");
    assertThat(g.operationNames()).isEmpty();
    g.getVariable("v", PAIR);
  }

  @Test
  void integersStartAtZeroAndFloatsByGlorot() {
    g.getVariable(VariableRequest.named("i").withShape(PAIR).withDType(DType.INT32));
    g.getVariable("kernel", Shape.of(3, 3, 2, 4));

    assertThat(initial("i")).isEqualTo(new InitialValue.Filled(0));
    assertThat(initial("kernel"))
        .isInstanceOfSatisfying(
            InitialValue.Uniform.class,
            uniform -> assertThat(uniform.high()).isEqualTo(Math.sqrt(6.0 / (2 * 9 + 4 * 9))));
  }

  @Test
  void aRandomValueDependsOnTheSeedAndTheNameAlone() {
    g.getVariable("other", PAIR);
    g.getVariable("v", PAIR);
    var alone = new GraphBuilder();
    alone.getVariable("v", PAIR);
    var reseeded = new GraphBuilder(1);
    reseeded.getVariable("v", PAIR);

    assertThat(initial("v")).isEqualTo(initial(alone, "v"));
    assertThat(initial("v")).isNotEqualTo(initial(reseeded, "v"));
    assertThat(initial("v")).isNotEqualTo(initial("other"));
  }

  @Test
  void initializersNameTheirOps() {
    g.getVariable("n", PAIR, Initializers.randomNormal(0, 1));
    g.getVariable("t", PAIR, Initializers.truncatedNormal(0, 1));
    g.getVariable("u", PAIR, Initializers.randomUniform(0, 1));
    g.getVariable("c", PAIR, Initializers.constant(0.3));

    assertThat(g.operation("n/Initializer/random_normal").type()).isEqualTo("Add");
    assertThat(g.operation("t/Initializer/truncated_normal/stddev").type()).isEqualTo("Const");
    assertThat(g.operation("u/Initializer/random_uniform/sub").type()).isEqualTo("Sub");
    assertThat(g.operation("c/Initializer/Const").type()).isEqualTo("Const");
  }

  private InitialValue initial(String name) {
    return initial(g, name);
  }

  private static InitialValue initial(GraphBuilder graph, String name) {
    var built = graph.build();
    return ((VariableOp) built.op(built.value(name + ":0"))).initial();
  }
}
