package io.scopegraph.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scopegraph.benchmarks.network.ArithmeticWork;
import io.scopegraph.benchmarks.network.ConvolutionLayer;
import org.junit.jupiter.api.Test;

class CaseGroupsTest {
  @Test
  void layersAreAllThere() {
    assertThat(SpecifiedLayers.LAYERS).hasSize(25);
    assertThat(SpecifiedLayers.LAYERS).extracting(ConvolutionLayer::name).doesNotHaveDuplicates();
  }

  @Test
  void layersDoTheKnownAmountOfWork() {
    double work =
        SpecifiedLayers.LAYERS.stream()
            .mapToDouble(layer -> ArithmeticWork.gigaflops(layer.graph(1)))
            .sum();
    assertThat(work).isCloseTo(14.872, within(0.001));
  }

  @Test
  void groupsSayWhatTheyCompare() {
    CaseGroups.byName()
        .forEach((name, group) -> {
          assertThat(group.name()).isEqualTo(name);
          assertThat(group.description()).isNotBlank();
        });
  }
}
