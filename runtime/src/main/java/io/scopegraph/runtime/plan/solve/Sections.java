package io.scopegraph.runtime.plan.solve;

import java.util.Arrays;
import java.util.stream.IntStream;

/// The moments that matter. A section is a greatest set of requests that are live together; they
/// are numbered by time, and every request is live in a run of them. Two requests overlap in time
/// if and only if they have a section in common.
final class Sections {
  private final int count;
  private final int[] first;
  private final int[] last;

  private Sections(int count, int[] first, int[] last) {
    this.count = count;
    this.first = first;
    this.last = last;
  }

  /// Sweeps over time. A section ends where a request dies after others were born.
  static Sections of(long[] lower, long[] upper) {
    int requests = lower.length;
    int[] births = sorted(lower);
    int[] deaths = sorted(upper);
    int[] first = new int[requests];
    int[] last = new int[requests];
    int count = 0;
    boolean grown = false;
    int born = 0;
    for (int dying : deaths) {
      while (born < requests && lower[births[born]] < upper[dying]) {
        first[births[born++]] = count;
        grown = true;
      }
      if (grown) {
        count++;
        grown = false;
      }
      last[dying] = count - 1;
    }
    return new Sections(count, first, last);
  }

  private static int[] sorted(long[] times) {
    return IntStream.range(0, times.length)
        .boxed()
        .sorted((a, b) -> Long.compare(times[a], times[b]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /// How many sections there are.
  int count() {
    return count;
  }

  /// The first section of each request.
  int[] first() {
    return first;
  }

  /// The last section of each request.
  int[] last() {
    return last;
  }

  /// The requests of each section.
  Lists members() {
    int[] sizes = new int[count];
    for (int request = 0; request < first.length; request++) {
      for (int section = first[request]; section <= last[request]; section++) {
        sizes[section]++;
      }
    }
    Lists.Filler filler = new Lists.Filler(sizes);
    for (int request = 0; request < first.length; request++) {
      for (int section = first[request]; section <= last[request]; section++) {
        filler.add(section, request);
      }
    }
    return filler.lists();
  }

  /// How many entries [#members] has.
  long memberships() {
    long sum = 0;
    for (int request = 0; request < first.length; request++) {
      sum += last[request] - first[request] + 1;
    }
    return sum;
  }

  /// The requests that overlap each request.
  Lists overlaps() {
    Lists.Filler filler = new Lists.Filler(overlapCounts());
    int[] byFirst = sorted(Arrays.stream(first).asLongStream().toArray());
    int[] live = new int[first.length];
    int lives = 0;
    for (int born : byFirst) {
      int kept = 0;
      for (int i = 0; i < lives; i++) {
        if (last[live[i]] >= first[born]) {
          filler.add(live[i], born);
          filler.add(born, live[i]);
          live[kept++] = live[i];
        }
      }
      live[kept++] = born;
      lives = kept;
    }
    return filler.lists();
  }

  /// How many requests overlap each one: those that are neither gone before it nor born after it.
  int[] overlapCounts() {
    int[] bornBefore = new int[count + 1];
    int[] goneBefore = new int[count + 1];
    for (int request = 0; request < first.length; request++) {
      bornBefore[first[request] + 1]++;
      goneBefore[last[request] + 1]++;
    }
    Arrays.parallelPrefix(bornBefore, Integer::sum);
    Arrays.parallelPrefix(goneBefore, Integer::sum);
    return IntStream.range(0, first.length)
        .map(request -> bornBefore[last[request] + 1] - goneBefore[first[request]] - 1)
        .toArray();
  }

  /// How many requests are live both in a section and in the next one.
  int[] cuts() {
    int[] cuts = new int[count];
    for (int request = 0; request < first.length; request++) {
      for (int section = first[request]; section < last[request]; section++) {
        cuts[section]++;
      }
    }
    return cuts;
  }
}
