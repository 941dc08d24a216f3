package io.scopegraph.benchmarks.suite;

import static io.scopegraph.benchmarks.network.ConvolutionLayer.square;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.scopegraph.benchmarks.engine.ConvolutionTimer;
import io.scopegraph.benchmarks.engine.EngineException;
import io.scopegraph.benchmarks.engine.ScopegraphEngine;
import io.scopegraph.benchmarks.engine.Workload;
import io.scopegraph.benchmarks.measure.Alternation;
import io.scopegraph.benchmarks.measure.GeometricMean;
import io.scopegraph.benchmarks.measure.Spread;
import io.scopegraph.benchmarks.network.ConvolutionLayer;
import io.scopegraph.benchmarks.network.Workloads;
import io.scopegraph.benchmarks.report.Bar;
import io.scopegraph.benchmarks.report.Column;
import io.scopegraph.benchmarks.report.Section;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Size2;
import java.util.ArrayList;
import java.util.List;

/// Shapes that no kernel is made for, each beside the nearest one that kernels like: how much of
/// the arithmetic speed is left. By the engine's own clock, without Winograd's algorithm, which
/// does less arithmetic than is counted.
public final class OddShapes implements CaseGroup {
  /// A shape and the nearest even one.
  public record Pair(ConvolutionLayer odd, ConvolutionLayer even) {}

  /// All pairs.
  public static final ImmutableList<Pair> PAIRS =
      ImmutableList.of(
          pair(
              square("3x3 64 @57", 64, 57, 64, 3, 1, 1), square("3x3 64 @56", 64, 56, 64, 3, 1, 1)),
          pair(
              square("3x3 256 @13", 256, 13, 256, 3, 1, 1),
              square("3x3 256 @14", 256, 14, 256, 3, 1, 1)),
          pair(
              square("1x1 256-64 @55", 256, 55, 64, 1, 1, 1),
              square("1x1 256-64 @56", 256, 56, 64, 1, 1, 1)),
          pair(
              square("3x3 61-67 @56", 61, 56, 67, 3, 1, 1),
              square("3x3 64-64 @56", 64, 56, 64, 3, 1, 1)),
          pair(
              square("3x3 97-101 @28", 97, 28, 101, 3, 1, 1),
              square("3x3 96-96 @28", 96, 28, 96, 3, 1, 1)),
          pair(
              square("1x1 131-257 @28", 131, 28, 257, 1, 1, 1),
              square("1x1 128-256 @28", 128, 28, 256, 1, 1, 1)),
          pair(
              square("3x3 65 in 5 groups @28", 65, 28, 65, 3, 1, 5),
              square("3x3 64 in 4 groups @28", 64, 28, 64, 3, 1, 4)),
          pair(
              square("3x3 93 in 3 groups @28", 93, 28, 93, 3, 1, 3),
              square("3x3 96 in 3 groups @28", 96, 28, 96, 3, 1, 3)),
          pair(
              square("dw3x3 147 @57", 147, 57, 147, 3, 1, 147),
              square("dw3x3 144 @56", 144, 56, 144, 3, 1, 144)),
          pair(elongated(new Size2(1, 7)), square("3x3 192 @17", 192, 17, 192, 3, 1, 1)),
          pair(elongated(new Size2(7, 1)), square("3x3 192 @17", 192, 17, 192, 3, 1, 1)),
          pair(
              square("3x3s3 64-128 @57", 64, 57, 128, 3, 3, 1),
              square("3x3s2 64-128 @56", 64, 56, 128, 3, 2, 1)),
          pair(dilated(), square("3x3 128 @28", 128, 28, 128, 3, 1, 1)),
          pair(
              square("7x7s2 3-64 @223", 3, 223, 64, 7, 2, 1),
              square("7x7s2 3-64 @224", 3, 224, 64, 7, 2, 1)));

  private static Pair pair(ConvolutionLayer odd, ConvolutionLayer even) {
    return new Pair(odd, even);
  }

  private static ConvolutionLayer elongated(Size2 kernel) {
    int rows = kernel.height() / 2;
    int columns = kernel.width() / 2;
    return new ConvolutionLayer(
        "%dx%d 192 @17".formatted(kernel.height(), kernel.width()),
        192,
        Size2.of(17),
        192,
        kernel,
        Size2.ONE,
        Size2.ONE,
        Padding.explicit(rows, columns, rows, columns),
        1);
  }

  private static ConvolutionLayer dilated() {
    return new ConvolutionLayer(
        "3x3 dilated by 2, 128 @28",
        128,
        Size2.of(28),
        128,
        Size2.of(3),
        Size2.ONE,
        Size2.of(2),
        Padding.explicit(2),
        1);
  }

  @Override
  public String name() {
    return "odd";
  }

  @Override
  public String description() {
    return "odd shapes beside the nearest even ones, Scopegraph alone, without Winograd";
  }

  @Override
  public Section run(Settings settings) {
    Section.Builder section =
        Section.builder(
            name(),
            description(),
            Column.text("case", "odd"),
            Column.text("even", "even"),
            Column.number("threads", "threads", 0),
            Column.number("odd_gflops", "odd, GF/s", 1),
            Column.number("even_gflops", "even, GF/s", 1),
            Column.number("ratio", "odd, even = 1", 2));
    List<Double> ratios = new ArrayList<>();
    for (Pair pair : PAIRS) {
      if (!settings.wants(pair.odd().name())) {
        continue;
      }
      for (int threads : settings.threads()) {
        ImmutableMap<String, Object> row = row(pair, threads, settings.alternation());
        section.row(row);
        if (row.get("ratio") instanceof Spread ratio) {
          ratios.add(ratio.median());
          String label = pair.odd().name() + ", " + Settings.threadCount(threads);
          section.bar(new Bar(label, ratio));
          settings.progress().accept(label + ": " + ratio);
        }
      }
    }
    if (!ratios.isEmpty()) {
      section.summary("geomean", GeometricMean.of(ratios));
      section.summary("least", ratios.stream().mapToDouble(ratio -> ratio).min().orElseThrow());
    }
    return section.build();
  }

  private static ImmutableMap<String, Object> row(Pair pair, int threads, Alternation alternation) {
    Workload odd = Workloads.built(pair.odd().name(), pair.odd().graph(1));
    Workload even = Workloads.built(pair.even().name(), pair.even().graph(1));
    try (ConvolutionTimer oddTimer = timer(odd, threads);
        ConvolutionTimer evenTimer = timer(even, threads)) {
      alternation.warmUp(() -> oddTimer.millis(1));
      alternation.warmUp(() -> evenTimer.millis(1));
      double[][] millis = alternation.timeBySelf(List.of(oddTimer::millis, evenTimer::millis));
      double work = odd.gigaflops() / even.gigaflops();
      Spread times = Alternation.ratio(millis[1], millis[0]);
      return ImmutableMap.<String, Object>builder()
          .put("case", odd.name())
          .put("even", even.name())
          .put("threads", threads)
          .put("odd_gflops", odd.gigaflops() / Spread.of(millis[0]).median() * 1000)
          .put("even_gflops", even.gigaflops() / Spread.of(millis[1]).median() * 1000)
          .put("ratio", times.times(work))
          .buildOrThrow();
    }
  }

  private static ConvolutionTimer timer(Workload workload, int threads) {
    return new ScopegraphEngine(false)
        .convolutionTimer(workload, threads)
        .orElseThrow(() -> new EngineException("Scopegraph has no clock of its own"));
  }
}
