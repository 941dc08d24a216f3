package io.scopegraph.op;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What each op's shape rule gives: its documented example, and what follows from little knowledge.
class OpExamplesTest {
  static List<OpCases.Example> examples() {
    return OpCases.examples();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void givesTheSpecs(OpCases.Example example) {
    assertThat(Inference.specs(example.op(), "node", null, example.inputs()))
        .isEqualTo(example.outputs());
  }

  @Test
  void everyOpHasAnExample() {
    List<Class<?>> covered = examples().stream().<Class<?>>map(e -> e.op().getClass()).toList();
    assertThat(Stream.of(Op.class.getPermittedSubclasses()))
        .allSatisfy(type -> assertThat(covered).contains(type));
  }
}
