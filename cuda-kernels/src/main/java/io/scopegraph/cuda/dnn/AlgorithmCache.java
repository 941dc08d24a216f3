package io.scopegraph.cuda.dnn;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The algorithms that were the fastest ones when they were measured, on disk as a text that people
/// can read and change: one file for each device and version of cuDNN, one line for each
/// convolution. Nothing here fails: without a file everything is measured again.
///
/// Not safe for use by several threads; processes that write at one time lose at most lines of each
/// other.
final class AlgorithmCache {
  private static final Logger LOGGER = LoggerFactory.getLogger(AlgorithmCache.class);
  private static final String COLUMNS = "# convolution\talgorithm\tmath type\tmicroseconds";

  private final @Nullable Path file;
  private final String title;
  private final Map<String, Entry> entries = new TreeMap<>();

  /// An algorithm.
  ///
  /// @param mathType a value of `cudnnMathType`
  record Entry(int algorithm, int mathType, double microseconds) {}

  private AlgorithmCache(@Nullable Path file, String title) {
    this.file = file;
    this.title = title;
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
    AlgorithmCache cache = new AlgorithmCache(folder == null ? null : folder.resolve(name), title);
    cache.read();
    return cache;
  }

  /// What is known of a convolution.
  Optional<Entry> find(String signature) {
    return Optional.ofNullable(entries.get(signature));
  }

  /// Keeps a measurement.
  void put(String signature, Entry entry) {
    entries.put(signature, entry);
    write();
  }

  private void read() {
    if (file == null || !Files.exists(file)) {
      return;
    }
    try {
      List<String> lines = Files.readAllLines(file);
      if (lines.size() < 2 || !lines.get(0).equals(title) || !lines.get(1).equals(COLUMNS)) {
        throw new IllegalArgumentException("it does not begin as expected");
      }
      for (String line : lines.subList(2, lines.size())) {
        parse(line);
      }
    } catch (IOException | IllegalArgumentException e) {
      entries.clear();
      LOGGER.warn("{} is ignored: {}", file, e.toString());
    }
  }

  private void parse(String line) {
    List<String> columns = Splitter.on('\t').splitToList(line);
    if (columns.size() != 4) {
      throw new IllegalArgumentException("a line has not four columns: " + line);
    }
    int algorithm = Integer.parseInt(columns.get(1));
    int mathType = Integer.parseInt(columns.get(2));
    if (algorithm < 0 || mathType < 0) {
      throw new IllegalArgumentException("a number is negative: " + line);
    }
    entries.put(columns.get(0), new Entry(algorithm, mathType, Double.parseDouble(columns.get(3))));
  }

  private void write() {
    if (file == null) {
      return;
    }
    List<String> lines = new ArrayList<>(List.of(title, COLUMNS));
    entries.forEach((signature, entry) ->
        lines.add(
            String.format(
                Locale.ROOT,
                "%s\t%d\t%d\t%.3f",
                signature,
                entry.algorithm,
                entry.mathType,
                entry.microseconds)));
    try {
      // Readable by the owner alone, as temporary files are.
      Path partial = Files.createTempFile(file.getParent(), "partial", ".txt");
      try {
        Files.write(partial, lines);
        Files.move(
            partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(partial);
      }
    } catch (IOException e) {
      LOGGER.info("Measured algorithms are not kept: {}", e.toString());
    }
  }
}
