package io.scopegraph.runtime.plan;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Finds the requests whose live ranges overlap a given one, without a list of all pairs: a
/// balanced tree by beginning, each node with the latest end below it.
final class LiveRanges {
  /// Requests by beginning; the root of a span is its middle.
  private final int[] request;

  private final long[] lower;
  private final long[] upper;
  private final long[] latest;

  private int[] found = new int[16];
  private int count;

  LiveRanges(List<BufferRequest> requests) {
    request =
        IntStream.range(0, requests.size())
            .boxed()
            .sorted(Comparator.comparingLong(i -> requests.get(i).lower()))
            .mapToInt(Integer::intValue)
            .toArray();
    lower = IntStream.of(request).mapToLong(i -> requests.get(i).lower()).toArray();
    upper = IntStream.of(request).mapToLong(i -> requests.get(i).upper()).toArray();
    latest = new long[request.length];
    build(0, request.length);
  }

  private long build(int from, int to) {
    if (from == to) {
      return Long.MIN_VALUE;
    }
    int middle = (from + to) >>> 1;
    long below = Math.max(build(from, middle), build(middle + 1, to));
    latest[middle] = Math.max(upper[middle], below);
    return latest[middle];
  }

  /// Finds what overlaps a live range, by beginning.
  ///
  /// @return how many [#found] holds
  int find(BufferRequest range) {
    count = 0;
    find(0, request.length, range.lower(), range.upper());
    return count;
  }

  private void find(int from, int to, long begin, long end) {
    int middle = (from + to) >>> 1;
    if (from == to || latest[middle] <= begin) {
      return;
    }
    find(from, middle, begin, end);
    if (lower[middle] >= end) {
      return;
    }
    if (upper[middle] > begin) {
      if (count == found.length) {
        found = Arrays.copyOf(found, 2 * count);
      }
      found[count++] = request[middle];
    }
    find(middle + 1, to, begin, end);
  }

  /// What was found last, from index 0; valid until the next search.
  int[] found() {
    return found;
  }
}
