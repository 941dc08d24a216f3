package io.scopegraph.runtime.plan;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Places the requests one after the other, the greatest first, each into the smallest gap that
/// takes it, or on top. Time grows with the number of overlapping pairs, memory linearly.
public record GreedyBestFit(Priority priority) implements ArenaPlanner {
  /// What makes a request great.
  public enum Priority {
    SIZE,
    /// Size times the length of the live range.
    AREA
  }

  @Override
  public Placement place(List<BufferRequest> requests) {
    LiveRanges ranges = new LiveRanges(requests);
    long[] offsets = new long[requests.size()];
    boolean[] placed = new boolean[requests.size()];
    long[] starts = new long[16];
    long[] ends = new long[16];
    for (int index : order(requests)) {
      int overlapping = ranges.find(requests.get(index));
      if (starts.length < overlapping) {
        starts = new long[2 * overlapping];
        ends = new long[2 * overlapping];
      }
      int taken = 0;
      for (int i = 0; i < overlapping; i++) {
        int other = ranges.found()[i];
        if (placed[other]) {
          starts[taken] = offsets[other];
          ends[taken++] = Math.addExact(offsets[other], requests.get(other).size());
        }
      }
      offsets[index] = bestFit(requests.get(index), starts, ends, taken);
      placed[index] = true;
    }
    return Placement.of(requests, offsets);
  }

  /// The lowest of the smallest gaps that take a request, or what lies above all.
  ///
  /// @param taken how many places are taken; they may overlap
  private static long bestFit(BufferRequest request, long[] starts, long[] ends, int taken) {
    Arrays.sort(starts, 0, taken);
    Arrays.sort(ends, 0, taken);
    long best = -1;
    long smallestGap = Long.MAX_VALUE;
    for (int i = 0; i < taken; i++) {
      // Of the places that start below this one, all have ended if the i-th smallest end is no
      // higher.
      long top = i == 0 ? 0 : ends[i - 1];
      long gap = starts[i] - top;
      if (gap >= request.size()) {
        long from = Alignment.up(top, request.alignment());
        gap = starts[i] - from;
        if (gap >= request.size() && gap < smallestGap) {
          best = from;
          smallestGap = gap;
        }
      }
    }
    if (best >= 0) {
      return best;
    }
    return taken == 0 ? 0 : Alignment.up(ends[taken - 1], request.alignment());
  }

  /// The requests that need room, by descending priority; ties by start, then by id.
  private int[] order(List<BufferRequest> requests) {
    Comparator<BufferRequest> ascending =
        switch (priority) {
          case SIZE -> Comparator.comparingLong(BufferRequest::size);
          case AREA -> Comparator.comparingDouble(GreedyBestFit::area);
        };
    Comparator<BufferRequest> order =
        ascending
            .reversed()
            .thenComparingLong(BufferRequest::lower)
            .thenComparing(BufferRequest::id);
    return IntStream.range(0, requests.size())
        .boxed()
        .filter(i -> requests.get(i).size() > 0)
        .sorted(Comparator.comparing(requests::get, order))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static double area(BufferRequest request) {
    return (double) (request.upper() - request.lower()) * request.size();
  }
}
