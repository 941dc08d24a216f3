package io.scopegraph.benchmarks.report;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Where and how measurements were taken.
///
/// @param engines versions by name
/// @param flags of the JVM, as they were given
public record Circumstances(
    String time,
    String processor,
    int cores,
    String system,
    String jvm,
    ImmutableList<String> flags,
    ImmutableMap<String, String> engines,
    ImmutableMap<String, String> method) {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  /// Those of this process.
  public static Circumstances here(Map<String, String> engines, Map<String, String> method) {
    return new Circumstances(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        processorModel(),
        Runtime.getRuntime().availableProcessors(),
        "%s %s %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")),
        "%s %s".formatted(System.getProperty("java.vendor.version"), Runtime.version()),
        ImmutableList.copyOf(ManagementFactory.getRuntimeMXBean().getInputArguments()),
        ImmutableMap.copyOf(engines),
        ImmutableMap.copyOf(method));
  }

  private static String processorModel() {
    if (!Files.isReadable(PROCESSORS)) {
      return System.getProperty("os.arch");
    }
    try (Stream<String> lines = Files.lines(PROCESSORS)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  /// The circumstances, by name, for people and for JSON.
  public Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("time", time);
    map.put("processor", processor);
    map.put("cores", cores);
    map.put("system", system);
    map.put("jvm", jvm);
    map.put("flags", flags);
    map.put("engines", engines);
    map.put("method", method);
    return map;
  }

  /// One line each.
  public List<String> lines() {
    return asMap().entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue())
        .toList();
  }
}
