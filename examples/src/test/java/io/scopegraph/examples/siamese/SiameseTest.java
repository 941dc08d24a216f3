package io.scopegraph.examples.siamese;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.scopegraph.builder.ErrorKind;
import io.scopegraph.builder.ScopeException;
import io.scopegraph.examples.Printed;
import io.scopegraph.examples.picture.PictureFormatException;
import io.scopegraph.examples.picture.Pixels;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.op.SourceLine;
import io.scopegraph.runtime.MemoryReport;
import io.scopegraph.runtime.SessionOptions;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SiameseTest {
  private static Siamese open() {
    return Siamese.open(SessionOptions.builder().name("siamese").build());
  }

  @Test
  void aPictureHasNoDistanceFromItself() {
    try (Siamese siamese = open()) {
      assertThat(siamese.distance(Siamese.sample("cat.jpg"), Siamese.sample("cat.jpg"))).isZero();
      Pixels coffee = Siamese.sample("coffee.jpg");
      assertThat(siamese.distance(coffee, coffee)).isZero();
    }
  }

  @Test
  void differentPicturesHaveADistanceThatIsTheSameBothWays() {
    Pixels cat = Siamese.sample("cat.jpg");
    Pixels coffee = Siamese.sample("coffee.jpg");
    try (Siamese siamese = open()) {
      float distance = siamese.distance(cat, coffee);
      assertThat(distance).isGreaterThan(0.01f);
      assertThat(siamese.distance(coffee, cat)).isEqualTo(distance);
      assertThat(siamese.distance(cat, cat.turnedHalf())).isPositive().isLessThan(distance);
    }
  }

  @Test
  void eachVariableIsHeldOnceAndReadByBothTowers() {
    try (Siamese siamese = open()) {
      siamese.distance(Siamese.sample("cat.jpg"), Siamese.sample("coffee.jpg"));
      assertThat(siamese.memoryReport().weights())
          .filteredOn(weight -> weight.kind().equals("variable"))
          .extracting(MemoryReport.Weight::name, weight -> weight.users().getFirst().nodes())
          .containsExactlyInAnyOrder(
              tuple("siamese/conv1/kernel", towers("conv1/Conv2D")),
              tuple("siamese/conv1/bias", towers("conv1/BiasAdd")),
              tuple("siamese/conv2/kernel", towers("conv2/Conv2D")),
              tuple("siamese/conv2/bias", towers("conv2/BiasAdd")),
              tuple("siamese/conv3/kernel", towers("conv3/Conv2D")),
              tuple("siamese/conv3/bias", towers("conv3/BiasAdd")));
      assertThat(siamese.memoryReport().weights())
          .filteredOn(weight -> !weight.kind().equals("constant"))
          .allSatisfy(weight -> {
            assertThat(weight.users()).hasSize(1);
            assertThat(weight.savedBytes()).isEqualTo(weight.bytes()).isPositive();
          });
      siamese.assertShared();
    }
  }

  private static List<String> towers(String node) {
    return List.of("siamese/" + node, "siamese_1/" + node);
  }

  @Test
  void withoutReuseTheErrorNamesTheLineOfTheFirstVariable() {
    Graph shared = Siamese.graph();
    Node kernel = Objects.requireNonNull(shared.variables().get("siamese/conv1/kernel"));
    SourceLine line = Objects.requireNonNull(kernel.source());
    assertThat(line.file()).isEqualTo("SiameseNetwork.java");
    assertThat(line.line()).isPositive();

    assertThatThrownBy(SiameseNetwork::forgotten)
        .isInstanceOfSatisfying(
            ScopeException.class,
            refused -> assertThat(refused.kind()).isEqualTo(ErrorKind.VAR_EXISTS))
        .hasMessageStartingWith(
            "Variable siamese/conv1/kernel already exists, disallowed. Did you mean to set reuse=True or reuse=tf.AUTO_REUSE in VarScope?")
        .hasMessageContaining("Originally defined at: " + line);
  }

  @Test
  void printsDistancesTheReportAndTheRefusal() {
    String text = Printed.by(out -> Siamese.run(List.of(), out));
    assertThat(text.lines().limit(3))
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("cat.jpg and cat.jpg: distance 0.0000"),
            line -> assertThat(line).matches("cat.jpg and coffee.jpg: distance \\d\\.\\d{4}"),
            line -> assertThat(line).isEqualTo("coffee.jpg and coffee.jpg: distance 0.0000"));
    assertThat(text)
        .contains("siamese: siamese/conv1/Conv2D, siamese_1/conv1/Conv2D")
        .contains("sharing saves")
        .contains("Every variable below siamese/ is held once and read by both towers.")
        .contains("Variable siamese/conv1/kernel already exists, disallowed.");
  }

  @Test
  void refusesOnePicture() {
    assertThatThrownBy(() -> Siamese.run(List.of("cat.jpg"), System.out))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two pictures or none, found 1");
  }

  @Test
  void refusesAPictureThatIsNotThere() {
    assertThatThrownBy(() -> Siamese.run(List.of("no-such.jpg", "no-such.jpg"), System.out))
        .isInstanceOf(PictureFormatException.class)
        .hasMessage("no-such.jpg: no such file");
  }
}
