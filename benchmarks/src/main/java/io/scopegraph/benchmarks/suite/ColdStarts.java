package io.scopegraph.benchmarks.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import io.scopegraph.benchmarks.engine.Engine;
import io.scopegraph.benchmarks.launch.ChildJvm;
import io.scopegraph.benchmarks.launch.ColdRun;
import io.scopegraph.benchmarks.measure.Spread;
import io.scopegraph.benchmarks.network.Network;
import io.scopegraph.benchmarks.network.OnnxExporter;
import io.scopegraph.benchmarks.report.Column;
import io.scopegraph.benchmarks.report.Section;
import io.scopegraph.tensor.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Fresh processes that read a model and run it: when the first answer is there, and how fast the
/// runs of the first seconds are. Steady is the median of the last seconds.
public final class ColdStarts implements CaseGroup {
  private static final double SECONDS = 12;

  /// From, to: seconds after the start of `main`.
  private static final double[][] WINDOWS = {{0, 0.5}, {0.5, 1}, {1, 2}, {2, 3}, {3, 5}};

  private static final double STEADY_SECONDS = 3;

  /// What is collected over launches: texts of columns by key.
  private static final ImmutableMap<String, Column> TIMES = columns();

  private static ImmutableMap<String, Column> columns() {
    ImmutableMap.Builder<String, Column> columns = ImmutableMap.builder();
    columns.put("read", Column.number("read_ms", "model read, ms", 0));
    columns.put("first", Column.number("first_ms", "then first answer, ms", 0));
    for (double[] window : WINDOWS) {
      String name = "%.1f to %.1f s".formatted(window[0], window[1]);
      columns.put(name, Column.number("run_ms_at_" + window[0], "run at " + name + ", ms", 1));
    }
    columns.put("steady", Column.number("steady_ms", "steady, ms", 1));
    columns.put("slow", Column.number("ratio_at_2", "at 2 to 3 s, steady = 1", 2));
    return columns.buildOrThrow();
  }

  @Override
  public String name() {
    return "cold";
  }

  @Override
  public String description() {
    return "the first seconds of a fresh JVM, launched --launches times";
  }

  @Override
  public Section run(Settings settings) {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.text("case", "case"));
    columns.add(Column.text("engine", "engine"));
    columns.add(Column.number("threads", "threads", 0));
    columns.addAll(TIMES.values());
    Section.Builder section =
        Section.builder(name(), description(), columns.toArray(new Column[0]));
    for (Network network : Network.values()) {
      String name = WholeNetworks.caseName(network, 1);
      if (settings.wants(name)) {
        Path file = export(network);
        Shape image = network.imageShape(1);
        String extents =
            Arrays.stream(image.dims()).mapToObj(Long::toString).collect(Collectors.joining(","));
        List<Engine> engines = new ArrayList<>(List.of(settings.ours()));
        engines.addAll(settings.peers());
        for (int threads : settings.threads()) {
          engines.forEach(
              engine -> section.row(row(name, file, extents, engine, threads, settings)));
        }
        delete(file);
      }
    }
    return section.build();
  }

  private static ImmutableMap<String, Object> row(
      String name, Path file, String extents, Engine engine, int threads, Settings settings) {
    Map<String, List<Double>> times = new LinkedHashMap<>();
    for (int launch = 0; launch < settings.launches().count(); launch++) {
      JsonNode found =
          ChildJvm.run(
              ColdRun.class,
              List.of(
                  engine.name(),
                  file.toString(),
                  "image",
                  extents,
                  Integer.toString(threads),
                  Double.toString(SECONDS)));
      add(times, "read", found.path("read_ms").asDouble());
      add(times, "first", found.path("first_ms").asDouble());
      JsonNode runs = found.path("runs");
      double end = runs.path(runs.size() - 1).path(0).asDouble();
      double steady = median(runs, end - STEADY_SECONDS, Double.MAX_VALUE);
      for (double[] window : WINDOWS) {
        String key = "%.1f to %.1f s".formatted(window[0], window[1]);
        add(times, key, median(runs, window[0], window[1]));
      }
      add(times, "steady", steady);
      add(times, "slow", median(runs, 2, 3) / steady);
    }
    ImmutableMap.Builder<String, Object> row = ImmutableMap.builder();
    row.put("case", name).put("engine", engine.name()).put("threads", threads);
    times.forEach((key, values) -> row.put(key(key), spread(values)));
    settings.progress().accept("%s, %s: %s".formatted(name, engine.name(), times));
    return row.buildOrThrow();
  }

  private static String key(String time) {
    Column column = TIMES.get(time);
    if (column == null) {
      throw new IllegalArgumentException("No column for " + time);
    }
    return column.key();
  }

  private static Spread spread(List<Double> values) {
    return Spread.of(values.stream().mapToDouble(value -> value).toArray());
  }

  /// Windows in which no run ended are left out.
  private static void add(Map<String, List<Double>> times, String key, double value) {
    if (Double.isFinite(value)) {
      times.computeIfAbsent(key, _ -> new ArrayList<>()).add(value);
    }
  }

  /// The median time of the runs that ended in a window; NaN if none did.
  private static double median(JsonNode runs, double from, double to) {
    List<Double> times = new ArrayList<>();
    for (JsonNode run : runs) {
      double end = run.path(0).asDouble();
      if (end >= from && end < to) {
        times.add(run.path(1).asDouble());
      }
    }
    return times.isEmpty() ? Double.NaN : spread(times).median();
  }

  private static Path export(Network network) {
    try {
      Path file = Files.createTempFile(network.title(), ".onnx");
      try (OutputStream stream = Files.newOutputStream(file)) {
        OnnxExporter.export(network.graph(1)).writeTo(stream);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
