package io.scopegraph.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.graph.Node;
import io.scopegraph.op.Op;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CompletenessTest {
  @Test
  void everyOpHasCases() {
    Set<Class<?>> covered = new HashSet<>();
    for (Case one : AllCases.list()) {
      for (Node node : one.graph().nodes()) {
        if (node.name().equals("y")) {
          covered.add(node.op().getClass());
        }
      }
    }
    assertThat(covered).containsAll(List.of(Op.class.getPermittedSubclasses()));
  }

  @Test
  void everyFamilyCoversWhatItClaims() {
    for (Cases family : AllCases.FAMILIES) {
      Set<Class<?>> covered = new HashSet<>();
      family.cases().forEach(one -> covered.add(one.graph().op(one.graph().value("y")).getClass()));
      assertThat(covered).as(family.getClass().getSimpleName()).isEqualTo(family.ops());
    }
  }
}
