package io.scopegraph.cuda.dnn;

import io.scopegraph.runtime.host.MeasurementFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The algorithms that were the fastest ones when they were measured: one file for each device and
/// version of cuDNN, one line for each convolution.
final class AlgorithmCache {
  private static final String COLUMNS = "# convolution\talgorithm\tmath type\tmicroseconds";

  private final MeasurementFile<Entry> file;

  /// An algorithm.
  ///
  /// @param mathType a value of `cudnnMathType`
  record Entry(int algorithm, int mathType, double microseconds) {}

  private AlgorithmCache(@Nullable Path file, String title) {
    this.file = new MeasurementFile<>(file, title, COLUMNS, new Columns());
  }

  /// The cache of a device.
  ///
  /// @param folder null to keep nothing
  /// @param device its name
  /// @param capability 90 for 9.0
  /// @param version of cuDNN
  static AlgorithmCache open(@Nullable Path folder, String device, int capability, long version) {
    String title = "# %s, sm_%d, cuDNN %d".formatted(device, capability, version);
    String name =
        "convolutions-%s-sm_%d-cudnn-%d.txt"
            .formatted(
                device.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"), capability, version);
    return new AlgorithmCache(folder == null ? null : folder.resolve(name), title);
  }

  /// What is known of a convolution.
  Optional<Entry> find(String signature) {
    return file.find(signature);
  }

  /// Keeps a measurement.
  void put(String signature, Entry entry) {
    file.put(signature, entry);
  }

  private static final class Columns implements MeasurementFile.Form<Entry> {
    @Override
    public Entry parse(List<String> columns) {
      if (columns.size() != 3) {
        throw new IllegalArgumentException("a line has not four columns: " + columns);
      }
      int algorithm = Integer.parseInt(columns.get(0));
      int mathType = Integer.parseInt(columns.get(1));
      if (algorithm < 0 || mathType < 0) {
        throw new IllegalArgumentException("a number is negative: " + columns);
      }
      return new Entry(algorithm, mathType, Double.parseDouble(columns.get(2)));
    }

    @Override
    public List<String> columns(Entry entry) {
      return List.of(
          Integer.toString(entry.algorithm),
          Integer.toString(entry.mathType),
          String.format(Locale.ROOT, "%.3f", entry.microseconds));
    }
  }
}
