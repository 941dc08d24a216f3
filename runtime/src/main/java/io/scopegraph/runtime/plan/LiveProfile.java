package io.scopegraph.runtime.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How many bytes are live at each moment.
final class LiveProfile {
  /// The moments at which something begins or ends, ascending and distinct.
  private final long[] times;

  /// `maxima[level][i]` is the greatest live size in the `2^level` intervals from interval `i` on;
  /// interval `i` is `[times[i], times[i + 1])`.
  private final List<long[]> maxima = new ArrayList<>();

  LiveProfile(List<BufferRequest> requests) {
    times =
        requests.stream()
            .flatMapToLong(r -> Arrays.stream(new long[] {r.lower(), r.upper()}))
            .sorted()
            .distinct()
            .toArray();
    long[] live = new long[times.length];
    long total = 0;
    for (BufferRequest request : requests) {
      total = Math.addExact(total, request.size());
      live[index(request.lower())] += request.size();
      live[index(request.upper())] -= request.size();
    }
    Arrays.parallelPrefix(live, Long::sum);
    maxima.add(live);
    for (int width = 1; 2 * width <= times.length; width *= 2) {
      long[] narrow = maxima.getLast();
      long[] wide = new long[narrow.length - width];
      for (int i = 0; i < wide.length; i++) {
        wide[i] = Math.max(narrow[i], narrow[i + width]);
      }
      maxima.add(wide);
    }
  }

  /// The greatest live size within a request's live range.
  long peakWithin(BufferRequest request) {
    return peak(index(request.lower()), index(request.upper()));
  }

  /// The greatest live size of all: no placement is smaller.
  long peak() {
    return times.length == 0 ? 0 : peak(0, times.length);
  }

  /// The first moment with the greatest live size; 0 if nothing is ever live.
  long peakTime() {
    long[] live = maxima.getFirst();
    int at = 0;
    for (int i = 1; i < live.length; i++) {
      at = live[i] > live[at] ? i : at;
    }
    return times.length == 0 ? 0 : times[at];
  }

  private long peak(int from, int to) {
    int level = 31 - Integer.numberOfLeadingZeros(to - from);
    long[] row = maxima.get(level);
    return Math.max(row[from], row[to - (1 << level)]);
  }

  private int index(long time) {
    return Arrays.binarySearch(times, time);
  }
}
