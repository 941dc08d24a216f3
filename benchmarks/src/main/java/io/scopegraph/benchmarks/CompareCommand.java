package io.scopegraph.benchmarks;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.scopegraph.benchmarks.engine.Engine;
import io.scopegraph.benchmarks.engine.Engines;
import io.scopegraph.benchmarks.engine.ScopegraphEngine;
import io.scopegraph.benchmarks.measure.Alternation;
import io.scopegraph.benchmarks.report.BarChart;
import io.scopegraph.benchmarks.report.Circumstances;
import io.scopegraph.benchmarks.report.JsonReport;
import io.scopegraph.benchmarks.report.Section;
import io.scopegraph.benchmarks.report.TextTable;
import io.scopegraph.benchmarks.suite.CaseGroup;
import io.scopegraph.benchmarks.suite.CaseGroups;
import io.scopegraph.benchmarks.suite.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Runs groups of cases on Scopegraph and on other engines, in turn in one process.
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Runs Scopegraph beside other engines, in turn, with equal threads, and prints the ratios.",
    footer = {
      "",
      "A ratio above 1 means that Scopegraph was faster. Each round gives each engine a pause of"
          + " 60 ms, an untimed run and a block of timed runs; a round's figure is the ratio of the"
          + " medians, a case's figure the median of its rounds, with the least and the greatest."
    })
final class CompareCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--cases",
      split = ",",
      paramLabel = "GROUP",
      defaultValue = "layers,nets",
      description = "Groups of cases, separated by commas: ${COMPLETION-CANDIDATES}.",
      completionCandidates = GroupNames.class)
  private List<String> groups = List.of();

  @Option(
      names = "--filter",
      paramLabel = "REGEX",
      defaultValue = "",
      description = "Only cases in whose name it is found.")
  private Pattern filter = Pattern.compile("");

  @Option(
      names = "--engines",
      split = ",",
      paramLabel = "ENGINE",
      defaultValue = "onnxruntime",
      description = "What to compare with (default: ${DEFAULT-VALUE}).")
  private List<String> engines = List.of();

  @Option(
      names = "--threads",
      split = ",",
      paramLabel = "N",
      defaultValue = "1,2",
      description = "Numbers of threads of each engine (default: ${DEFAULT-VALUE}).")
  private List<Integer> threads = List.of();

  @Option(
      names = "--batch",
      split = ",",
      paramLabel = "N",
      defaultValue = "1",
      description = "Numbers of images in a run of a whole network (default: ${DEFAULT-VALUE}).")
  private List<Integer> batches = List.of();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "9",
      description = "Rounds of a case (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--warm",
      paramLabel = "SECONDS",
      defaultValue = "4",
      description =
          "How long each engine runs each case before it counts (default: ${DEFAULT-VALUE}).")
  private double warm;

  @Option(
      names = "--no-winograd",
      description = "Scopegraph computes 3x3 convolutions by their definition.")
  private boolean withoutWinograd;

  @Option(
      names = "--launches",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "JVMs that the groups cold and launches start for each case (default: ${DEFAULT-VALUE}).")
  private int launches;

  @Option(
      names = "--reach",
      paramLabel = "RATIO",
      defaultValue = "1.05",
      description =
          "The group launches counts the launches that reach it (default: ${DEFAULT-VALUE}).")
  private double reach;

  @Option(
      names = "--shared",
      paramLabel = "FOLDER",
      defaultValue = "${sys:scopegraph.shared:-../shared}",
      description = "Models that are too big for the repository (default: ${DEFAULT-VALUE}).")
  private Path shared = Path.of("../shared");

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Also write comparison.json and comparison.svg into this folder.")
  private @Nullable Path out;

  @Override
  public Integer call() throws IOException {
    List<CaseGroup> wanted = groups.stream().map(this::group).toList();
    Settings settings = settings();
    Circumstances circumstances = circumstances(settings);
    circumstances.lines().forEach(System.out::println);
    List<Section> sections = new ArrayList<>();
    for (CaseGroup group : wanted) {
      System.err.printf("== %s: %s%n", group.name(), group.description());
      Section section = group.run(settings);
      System.out.printf("%n%s", TextTable.write(section));
      sections.add(section);
      write(circumstances, sections);
    }
    return 0;
  }

  private Settings settings() {
    List<Engine> peers = engines.stream().map(Engines::open).toList();
    return new Settings(
        new ScopegraphEngine(!withoutWinograd),
        ImmutableList.copyOf(peers),
        positive("--threads", threads),
        positive("--batch", batches),
        filter,
        new Alternation(rounds, Duration.ofMillis(Math.round(warm * 1000))),
        new Settings.Launches(launches, reach),
        shared,
        System.err::println);
  }

  private Circumstances circumstances(Settings settings) {
    ImmutableMap.Builder<String, String> versions = ImmutableMap.builder();
    versions.put(settings.ours().name(), settings.ours().version());
    settings.peers().forEach(peer -> versions.put(peer.name(), peer.version()));
    return Circumstances.here(
        versions.buildOrThrow(),
        ImmutableMap.of(
            "rounds", Integer.toString(rounds),
            "warm-up, s", Double.toString(warm),
            "Winograd", withoutWinograd ? "off" : "on"));
  }

  private void write(Circumstances circumstances, List<Section> sections) throws IOException {
    if (out == null) {
      return;
    }
    Files.createDirectories(out);
    Files.writeString(out.resolve("comparison.json"), JsonReport.write(circumstances, sections));
    Files.writeString(out.resolve("comparison.svg"), BarChart.write(circumstances, sections));
  }

  private CaseGroup group(String name) {
    CaseGroup group = CaseGroups.byName().get(name);
    if (group == null) {
      throw usage(
          "--cases takes %s, found %s"
              .formatted(String.join(", ", CaseGroups.byName().keySet()), name));
    }
    return group;
  }

  private ImmutableList<Integer> positive(String option, List<Integer> values) {
    values.stream()
        .filter(value -> value < 1)
        .findFirst()
        .ifPresent(value -> {
          throw usage("%s takes numbers from 1 on, found %d".formatted(option, value));
        });
    return ImmutableList.copyOf(values);
  }

  private ParameterException usage(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
