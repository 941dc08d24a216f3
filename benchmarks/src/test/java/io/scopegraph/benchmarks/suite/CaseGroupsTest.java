package io.scopegraph.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import io.scopegraph.benchmarks.engine.ScopegraphEngine;
import io.scopegraph.benchmarks.measure.Alternation;
import io.scopegraph.benchmarks.measure.Spread;
import io.scopegraph.benchmarks.network.ArithmeticWork;
import io.scopegraph.benchmarks.network.ConvolutionLayer;
import io.scopegraph.benchmarks.report.Section;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaseGroupsTest {
  /// Without peers, so that no native library is needed.
  private static Settings settings(String filter, Path shared) {
    return new Settings(
        new ScopegraphEngine(true),
        ImmutableList.of(),
        ImmutableList.of(1, 2),
        ImmutableList.of(1),
        Pattern.compile(filter),
        new Alternation(2, Duration.ZERO),
        new Settings.Launches(1, 1),
        shared,
        _ -> {});
  }

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
    assertThat(CaseGroups.byName().keySet())
        .containsExactly(
            "layers", "nets", "ocr", "light", "odd", "threads", "concurrency", "cold", "launches");
    CaseGroups.byName()
        .forEach((name, group) -> {
          assertThat(group.name()).isEqualTo(name);
          assertThat(group.description()).isNotBlank();
        });
  }

  @Test
  void oddShapesDifferFromTheirEvenNeighbours() {
    assertThat(OddShapes.PAIRS)
        .isNotEmpty()
        .allSatisfy(pair -> {
          assertThat(pair.odd()).isNotEqualTo(pair.even());
          double odd = ArithmeticWork.gigaflops(pair.odd().graph(1));
          double even = ArithmeticWork.gigaflops(pair.even().graph(1));
          assertThat(odd / even).isBetween(0.3, 3.0);
        });
    assertThat(OddShapes.PAIRS)
        .extracting(pair -> pair.odd().name())
        .doesNotHaveDuplicates()
        .anyMatch(name -> name.contains("1x7"))
        .anyMatch(name -> name.contains("7x1"))
        .anyMatch(name -> name.contains("s3"))
        .anyMatch(name -> name.contains("dilated by 2"))
        .anyMatch(name -> name.contains("groups"));
  }

  @Test
  void oddShapesAreMeasuredWithTheirWorkTakenIntoAccount(@TempDir Path shared) {
    Section section = new OddShapes().run(settings("in 5 groups", shared));
    assertThat(section.rows()).hasSize(2);
    var row = section.rows().getFirst();
    double odd = (Double) Objects.requireNonNull(row.get("odd_gflops"));
    double even = (Double) Objects.requireNonNull(row.get("even_gflops"));
    Spread ratio = (Spread) Objects.requireNonNull(row.get("ratio"));
    assertThat(odd).isPositive();
    assertThat(even).isPositive();
    assertThat(ratio.least()).isLessThanOrEqualTo(ratio.greatest());
    assertThat(odd / even).isBetween(ratio.least() / 2, ratio.greatest() * 2);
  }

  @Test
  void whatIsNotThereIsSkippedWithItsReason(@TempDir Path shared) {
    assertThat(new LightModels().run(settings("", shared)).notes())
        .singleElement()
        .asString()
        .startsWith("Skipped: ")
        .contains(shared.resolve("onnx/light").toString());
    assertThat(new OcrCases().run(settings("page_", shared)).notes())
        .hasSize(2)
        .allMatch(note -> note.startsWith("Skipped: "));
  }

  @Test
  void scalingNeedsTwoNumbersOfThreads(@TempDir Path shared) {
    Settings both = settings("seed3", shared);
    Section section = new ThreadScaling().run(both);
    assertThat(section.rows()).hasSize(1);
    assertThat(section.rows().getFirst()).containsEntry("fewest", 1).containsEntry("threads", 2);
  }

  @Test
  void concurrentSessionsShareTheMachine(@TempDir Path shared) {
    Section section = new ConcurrentSessions().run(settings("seed3", shared));
    assertThat(section.rows()).hasSize(1);
    assertThat((Spread) Objects.requireNonNull(section.rows().getFirst().get("ratio")))
        .satisfies(ratio -> assertThat(ratio.least()).isPositive());
  }
}
