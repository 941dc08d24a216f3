package io.scopegraph.integration.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/// What the process holds, sampled again and again while nothing runs.
final class MemorySamples {
  private static final Path STATUS = Path.of("/proc/self/status");

  /// @param residentBytes 0 where the system does not tell
  private record Sample(long heapBytes, long residentBytes) {}

  private final List<Sample> samples = new ArrayList<>();

  void take() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    samples.add(new Sample(heap, residentBytes()));
  }

  int size() {
    return samples.size();
  }

  private static long residentBytes() {
    if (!Files.isReadable(STATUS)) {
      return 0;
    }
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// By how much the median of the last quarter exceeds that of the second one.
  long heapGrowth() {
    return growth(Sample::heapBytes);
  }

  long residentGrowth() {
    return growth(Sample::residentBytes);
  }

  private long growth(ToLongFunction<Sample> bytes) {
    int quarter = samples.size() / 4;
    return median(bytes, 3 * quarter, samples.size()) - median(bytes, quarter, 2 * quarter);
  }

  private long median(ToLongFunction<Sample> bytes, int from, int to) {
    long[] sorted = samples.subList(from, to).stream().mapToLong(bytes).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  /// The medians of the quarters, in MiB.
  @Override
  public String toString() {
    int quarter = samples.size() / 4;
    double[] heap = new double[4];
    double[] resident = new double[4];
    for (int i = 0; i < 4; i++) {
      int end = i == 3 ? samples.size() : (i + 1) * quarter;
      heap[i] = median(Sample::heapBytes, i * quarter, end) / 1048576.0;
      resident[i] = median(Sample::residentBytes, i * quarter, end) / 1048576.0;
    }
    return "%d samples; medians of the quarters in MiB: heap %s, resident %s"
        .formatted(samples.size(), text(heap), text(resident));
  }

  private static String text(double[] values) {
    return Arrays.stream(values)
        .mapToObj(value -> String.format(Locale.ROOT, "%.1f", value))
        .toList()
        .toString();
  }
}
