package io.scopegraph.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.scopegraph.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each numbered constraint of each op, broken by itself.
class OpConstraintsTest {
  static List<OpCases.Broken> broken() {
    return OpCases.broken();
  }

  @ParameterizedTest
  @MethodSource("broken")
  void refuses(OpCases.Broken broken) {
    assertThatExceptionOfType(InvalidOpException.class)
        .isThrownBy(() -> Inference.specs(broken.op().get(), "node", null, broken.inputs()))
        .matches(error -> error.constraint().equals(broken.constraint()), broken.constraint())
        .withMessageContaining("(" + broken.constraint() + "): ");
  }

  static Stream<Class<?>> ops() {
    return Stream.of(Op.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("ops")
  void everyDocumentedConstraintIsTested(Class<?> op) throws IOException {
    Path source =
        Path.of(
            "src/main/java", op.getPackageName().replace('.', '/'), op.getSimpleName() + ".java");
    Set<String> documented =
        Pattern.compile("^/// - (C\\d+):", Pattern.MULTILINE)
            .matcher(Files.readString(source))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> tested =
        broken().stream()
            .filter(broken -> broken.type().equals(op) && !broken.constraint().equals("C0"))
            .map(OpCases.Broken::constraint)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(documented).isNotEmpty().isEqualTo(tested);
  }

  @Test
  void theMessageNamesOpNodeNumbersAndLine() {
    var a = Inference.Operand.of(OpCases.spec(10, 784));
    var b = Inference.Operand.of(OpCases.spec(728, 10));
    assertThatExceptionOfType(InvalidOpException.class)
        .isThrownBy(() ->
            Inference.specs(
                MatMul.PLAIN, "dense1/MatMul", new SourceLine("Net.java", 7), List.of(a, b)))
        .withMessage(
            "MatMul \"dense1/MatMul\" (C2): contracted extents differ: 784 and 728 [Net.java:7]");
  }

  @Test
  void paddingTakesNumbersOfItsOwnKindOnly() {
    assertThatExceptionOfType(InvalidOpException.class)
        .isThrownBy(() -> Padding.explicit(-1))
        .matches(error -> error.constraint().equals("C1"));
    assertThatExceptionOfType(InvalidOpException.class)
        .isThrownBy(() -> Padding.explicit(1 << 30))
        .matches(error -> error.constraint().equals("C1"));
    assertThatExceptionOfType(InvalidOpException.class)
        .isThrownBy(() -> new Padding(Padding.Kind.VALID, 1, 0, 0, 0))
        .matches(error -> error.constraint().equals("C2"));
  }

  @Test
  void anUnknownShapeIsNoError() {
    var anything = List.of(OpCases.unknown(), OpCases.unknown());
    assertThat(Inference.specs(new Binary(BinaryFunction.ADD), "sum", null, anything))
        .allMatch(spec -> spec.shape().equals(Shape.unknownRank()));
  }
}
