package io.scopegraph.cli;

import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What is shown of a tensor: its spec, statistics and the first values.
record TensorSummary(
    String dtype,
    List<Long> shape,
    double min,
    double max,
    double mean,
    long nan,
    List<Double> first) {
  private static final int SHOWN = 8;

  static TensorSummary of(Tensor tensor) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double sum = 0;
    long nan = 0;
    List<Double> first = new ArrayList<>();
    for (long i = 0; i < tensor.elementCount(); i++) {
      double value = tensor.getDouble(i);
      if (i < SHOWN) {
        first.add(value);
      }
      if (Double.isNaN(value)) {
        nan++;
        continue;
      }
      min = Math.min(min, value);
      max = Math.max(max, value);
      sum += value;
    }
    List<Long> shape = new ArrayList<>();
    for (long dim : tensor.shape().dims()) {
      shape.add(dim);
    }
    double mean = sum / (tensor.elementCount() - nan);
    return new TensorSummary(tensor.dtype().toString(), shape, min, max, mean, nan, first);
  }

  String text(String name) {
    String dims = shape.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
    String head = first.stream().map(TensorSummary::number).collect(Collectors.joining(" "));
    boolean more = shape.stream().reduce(1L, (a, b) -> a * b) > first.size();
    return "%s  %s%s  min %s  max %s  mean %s%s%n  %s%s"
        .formatted(
            name,
            dtype,
            dims,
            number(min),
            number(max),
            number(mean),
            nan > 0 ? "  NaN " + nan : "",
            head,
            more ? " ..." : "");
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.5g", value);
  }
}
