package io.scopegraph.cli;

import io.scopegraph.runtime.plan.ByteSizes;
import io.scopegraph.runtime.plan.TextTable;
import io.scopegraph.tensor.TensorSpec;
import io.scopegraph.weights.WeightEntry;
import io.scopegraph.weights.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a file of weights holds, for people and as JSON.
final class WeightTable {
  private final Weights weights;

  private WeightTable(Weights weights) {
    this.weights = weights;
  }

  /// Whether a path stands for weights and not for a graph, which may have weights beside it.
  static boolean describes(Path path) {
    return !Files.exists(path.resolve("saved_model.pb")) && Weights.isWeights(path);
  }

  static WeightTable of(Path path) {
    return new WeightTable(Weights.load(path));
  }

  /// Prints the table, or one JSON object.
  void print(boolean json) {
    if (json) {
      Json.print(report());
      return;
    }
    System.out.println(weights.path() + "  (" + weights.format() + ")");
    weights.metadata().forEach((key, value) -> System.out.println("  " + key + ": " + value));
    System.out.print(table());
    System.out.printf(
        "tensors %d, elements %,d, %s%n",
        weights.entries().size(), elements(), ByteSizes.exact(bytes()));
  }

  private TextTable table() {
    TextTable table = new TextTable("lllrl");
    table.row("tensor", "dtype", "shape", "bytes", "");
    for (WeightEntry entry : weights.entries().values()) {
      String refusal = entry.refusal();
      table.row(
          entry.name(),
          entry.dtype(),
          entry.shape(),
          entry.byteSize(),
          refusal == null ? "" : "cannot be loaded: " + refusal);
    }
    return table;
  }

  private Map<String, Object> report() {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("weights", weights.path().toString());
    report.put("format", weights.format().toString());
    report.put("metadata", weights.metadata());
    report.put("tensors", weights.entries().values().stream().map(WeightTable::row).toList());
    report.put("count", weights.entries().size());
    report.put("elements", elements());
    report.put("bytes", bytes());
    return report;
  }

  private static Map<String, Object> row(WeightEntry entry) {
    List<Long> shape = new ArrayList<>();
    for (long dim : entry.shape().dims()) {
      shape.add(dim);
    }
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", entry.name());
    row.put("dtype", entry.dtype());
    row.put("shape", shape);
    row.put("bytes", entry.byteSize());
    String refusal = entry.refusal();
    if (refusal != null) {
      row.put("refusal", refusal);
    }
    return row;
  }

  /// Of the tensors that can be loaded.
  private long elements() {
    long elements = 0;
    for (WeightEntry entry : weights.entries().values()) {
      TensorSpec spec = entry.spec();
      elements += spec == null ? 0 : spec.shape().elementCount();
    }
    return elements;
  }

  private long bytes() {
    return weights.entries().values().stream().mapToLong(WeightEntry::byteSize).sum();
  }
}
