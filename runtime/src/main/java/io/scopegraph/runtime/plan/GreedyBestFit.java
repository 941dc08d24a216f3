package io.scopegraph.runtime.plan;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Places the requests one after the other, the greatest first, each into the smallest gap that
/// takes it, or on top. Time grows with the square of the requests, memory linearly.
public record GreedyBestFit(Priority priority) implements ArenaPlanner {
  /// What makes a request great.
  public enum Priority {
    SIZE,
    /// Size times the length of the live range.
    AREA
  }

  @Override
  public Placement place(List<BufferRequest> requests) {
    int[] order = order(requests);
    int[] byOffset = new int[order.length];
    long[] offsets = new long[requests.size()];
    for (int placed = 0; placed < order.length; placed++) {
      int request = order[placed];
      offsets[request] = bestFit(requests, request, byOffset, placed, offsets);
      int at = placed;
      while (at > 0 && offsets[byOffset[at - 1]] > offsets[request]) {
        byOffset[at] = byOffset[at - 1];
        at--;
      }
      byOffset[at] = request;
    }
    return Placement.of(requests, offsets);
  }

  private static long bestFit(
      List<BufferRequest> requests, int index, int[] byOffset, int placed, long[] offsets) {
    BufferRequest request = requests.get(index);
    long best = -1;
    long smallestGap = Long.MAX_VALUE;
    long top = 0;
    for (int i = 0; i < placed; i++) {
      BufferRequest other = requests.get(byOffset[i]);
      if (other.lower() >= request.upper() || request.lower() >= other.upper()) {
        continue;
      }
      long offset = offsets[byOffset[i]];
      long from = Alignment.up(top, request.alignment());
      long gap = offset - from;
      if (gap >= request.size() && gap < smallestGap) {
        best = from;
        smallestGap = gap;
      }
      top = Math.max(top, offset + other.size());
    }
    return best >= 0 ? best : Alignment.up(top, request.alignment());
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
