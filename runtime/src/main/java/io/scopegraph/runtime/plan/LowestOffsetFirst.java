package io.scopegraph.runtime.plan;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Builds the arena from the bottom: of all requests, the one that can lie lowest is placed there
/// next; ties go by a fixed priority. Time grows with the square of the requests, memory linearly.
public record LowestOffsetFirst(Priority priority) implements ArenaPlanner {
  /// Which of several requests with the same lowest offset comes first. The letters name the keys,
  /// the most significant first, all descending: W the length of the live range, A its product with
  /// the size, T the greatest live size within the range.
  public enum Priority {
    WAT,
    TAW,
    TWA
  }

  @Override
  public Placement place(List<BufferRequest> requests) {
    int[] order = order(requests);
    int count = order.length;
    long[] lower = new long[count];
    long[] upper = new long[count];
    long[] minOffset = new long[count];
    int[] waiting = new int[count];
    for (int rank = 0; rank < count; rank++) {
      lower[rank] = requests.get(order[rank]).lower();
      upper[rank] = requests.get(order[rank]).upper();
      waiting[rank] = rank;
    }
    long[] offsets = new long[requests.size()];
    int chosen = 0;
    for (int left = count; left > 0; left--) {
      int placed = waiting[chosen];
      long top = Math.addExact(minOffset[placed], requests.get(order[placed]).size());
      offsets[order[placed]] = minOffset[placed];
      int kept = 0;
      int lowest = 0;
      for (int i = 0; i < left; i++) {
        int rank = waiting[i];
        if (rank == placed) {
          continue;
        }
        if (minOffset[rank] < top && lower[rank] < upper[placed] && lower[placed] < upper[rank]) {
          minOffset[rank] = Alignment.up(top, requests.get(order[rank]).alignment());
        }
        waiting[kept] = rank;
        if (minOffset[rank] < minOffset[waiting[lowest]]) {
          lowest = kept;
        }
        kept++;
      }
      chosen = lowest;
    }
    return Placement.of(requests, offsets);
  }

  /// The requests that need room, by descending priority.
  private int[] order(List<BufferRequest> requests) {
    LiveProfile profile = new LiveProfile(requests);
    Comparator<BufferRequest> byWidth = Comparator.comparingLong(LowestOffsetFirst::width);
    Comparator<BufferRequest> byArea = Comparator.comparingDouble(LowestOffsetFirst::area);
    Comparator<BufferRequest> byTotal = Comparator.comparingLong(profile::peakWithin);
    Comparator<BufferRequest> ascending =
        switch (priority) {
          case WAT -> byWidth.thenComparing(byArea).thenComparing(byTotal);
          case TAW -> byTotal.thenComparing(byArea).thenComparing(byWidth);
          case TWA -> byTotal.thenComparing(byWidth).thenComparing(byArea);
        };
    return IntStream.range(0, requests.size())
        .boxed()
        .filter(i -> requests.get(i).size() > 0)
        .sorted(Comparator.comparing(requests::get, ascending.reversed()))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static long width(BufferRequest request) {
    return request.upper() - request.lower();
  }

  private static double area(BufferRequest request) {
    return (double) width(request) * request.size();
  }
}
