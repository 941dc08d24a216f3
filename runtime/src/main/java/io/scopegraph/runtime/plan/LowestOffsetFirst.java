package io.scopegraph.runtime.plan;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Builds the arena from the bottom: of all requests, the one that can lie lowest is placed there
/// next; ties go by a fixed priority. Time grows with the number of overlapping pairs, memory
/// linearly.
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
    int[] rank = new int[requests.size()];
    Arrays.fill(rank, -1);
    for (int i = 0; i < order.length; i++) {
      rank[order[i]] = i;
    }
    LiveRanges ranges = new LiveRanges(requests);
    Tournament lowest = new Tournament(order.length);
    long[] offsets = new long[requests.size()];
    for (int left = order.length; left > 0; left--) {
      int winner = lowest.winner();
      BufferRequest placed = requests.get(order[winner]);
      long offset = lowest.value(winner);
      long top = Math.addExact(offset, placed.size());
      offsets[order[winner]] = offset;
      lowest.set(winner, Long.MAX_VALUE);
      int overlapping = ranges.find(placed);
      for (int i = 0; i < overlapping; i++) {
        int other = ranges.found()[i];
        if (rank[other] >= 0 && lowest.value(rank[other]) < top) {
          lowest.set(rank[other], Alignment.up(top, requests.get(other).alignment()));
        }
      }
    }
    return Placement.of(requests, offsets);
  }

  /// The requests that need room, by descending priority.
  private int[] order(List<BufferRequest> requests) {
    LiveProfile profile = new LiveProfile(requests);
    long[] total = requests.stream().mapToLong(profile::peakWithin).toArray();
    Comparator<Integer> byWidth = Comparator.comparingLong(i -> width(requests.get(i)));
    Comparator<Integer> byArea = Comparator.comparingDouble(i -> area(requests.get(i)));
    Comparator<Integer> byTotal = Comparator.comparingLong(i -> total[i]);
    Comparator<Integer> ascending =
        switch (priority) {
          case WAT -> byWidth.thenComparing(byArea).thenComparing(byTotal);
          case TAW -> byTotal.thenComparing(byArea).thenComparing(byWidth);
          case TWA -> byTotal.thenComparing(byWidth).thenComparing(byArea);
        };
    return IntStream.range(0, requests.size())
        .boxed()
        .filter(i -> requests.get(i).size() > 0)
        .sorted(ascending.reversed())
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
