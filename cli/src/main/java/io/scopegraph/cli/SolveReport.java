package io.scopegraph.cli;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableLongArray;
import io.scopegraph.runtime.plan.BufferRequest;
import io.scopegraph.runtime.plan.ByteSizes;
import io.scopegraph.runtime.plan.Certificate;
import io.scopegraph.runtime.plan.ExactPlanner;
import io.scopegraph.runtime.plan.LivePeak;
import io.scopegraph.runtime.plan.PlannerInstance;
import io.scopegraph.runtime.plan.TextTable;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What `solve` tells. As JSON, its components; names are stable.
///
/// @param sections how many greatest sets of buffers are live together
/// @param lowerBoundBytes no placement has a smaller arena
/// @param naiveBytes the sum of all sizes
/// @param gap by how much the arena exceeds the lower bound, as a part of it
/// @param nodes how often the search placed a buffer
/// @param cpuSeconds of the thread that planned
/// @param peak the buffers that are live where most bytes are, from the bottom up
record SolveReport(
    String file,
    int buffers,
    int sections,
    long arenaBytes,
    long lowerBoundBytes,
    long naiveBytes,
    boolean optimal,
    double gap,
    String conclusion,
    long nodes,
    ImmutableMap<String, Long> nodesByOrder,
    double cpuSeconds,
    List<Place> placement,
    List<Place> peak) {
  private static final int LISTED = 16;

  /// Where a buffer lies.
  record Place(String id, long lower, long upper, long bytes, long offset) {}

  static SolveReport of(
      String file, PlannerInstance solved, Certificate certificate, double cpuSeconds) {
    List<BufferRequest> requests = solved.requests();
    ImmutableLongArray offsets = Objects.requireNonNull(solved.placement()).offsets();
    ImmutableList<Place> places =
        IntStream.range(0, requests.size())
            .mapToObj(i -> place(requests.get(i), offsets.get(i)))
            .collect(toImmutableList());
    LivePeak peak = LivePeak.of(requests);
    return new SolveReport(
        file,
        requests.size(),
        ExactPlanner.sectionCount(requests),
        certificate.arenaSize(),
        certificate.lowerBound(),
        requests.stream().mapToLong(BufferRequest::size).sum(),
        certificate.isOptimal(),
        certificate.gap(),
        certificate.toString(),
        certificate.nodes(),
        certificate.nodesByOrder(),
        cpuSeconds,
        places,
        places.stream()
            .filter(place -> peak.includes(place.lower(), place.upper()) && place.bytes() > 0)
            .sorted(Comparator.comparingLong(Place::offset))
            .collect(toImmutableList()));
  }

  private static Place place(BufferRequest request, long offset) {
    return new Place(request.id(), request.lower(), request.upper(), request.size(), offset);
  }

  /// The report for people: all buffers if they are few, otherwise those at the peak.
  @Override
  public String toString() {
    TextTable facts = new TextTable("ll");
    facts.row("buffers", "%d in %d sections".formatted(buffers, sections));
    facts.row("arena", ByteSizes.exact(arenaBytes));
    facts.row("lower bound", ByteSizes.exact(lowerBoundBytes));
    facts.row("without reuse", ByteSizes.exact(naiveBytes));
    facts.row("result", conclusion);
    facts.row("nodes", nodesByOrder.isEmpty() ? "0, the heuristics sufficed" : nodes + orders());
    facts.row("planning", String.format(Locale.ROOT, "%.2f CPU s", cpuSeconds));
    boolean all = buffers <= LISTED;
    List<Place> listed = all ? placement : peak.subList(0, Math.min(LISTED, peak.size()));
    TextTable table = new TextTable("lrrrr");
    table.row("buffer", "lower", "upper", "bytes", "offset");
    for (Place place : listed) {
      table.row(place.id(), place.lower(), place.upper(), place.bytes(), place.offset());
    }
    String note =
        all
            ? ""
            : "%d of %d buffers, live at the peak; --output FILE writes all%n"
                .formatted(listed.size(), buffers);
    return "%s%n%s%n%s%s".formatted(file, facts, table, note);
  }

  private String orders() {
    return nodesByOrder.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", ", " (", ")"));
  }
}
