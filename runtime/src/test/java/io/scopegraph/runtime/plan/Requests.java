package io.scopegraph.runtime.plan;

import com.google.common.collect.ImmutableList;
import java.util.Random;

/// Random planner problems.
final class Requests {
  private Requests() {}

  /// Requests over a span of time, with sizes from 0 and alignments of 1 to 64.
  static ImmutableList<BufferRequest> random(Random random, int count, int span, int maxSize) {
    ImmutableList.Builder<BufferRequest> requests = ImmutableList.builder();
    long alignment = 1L << random.nextInt(7);
    for (int i = 0; i < count; i++) {
      int lower = random.nextInt(span);
      int upper = lower + 1 + random.nextInt(1 + random.nextInt(span));
      requests.add(new BufferRequest("b" + i, lower, upper, random.nextInt(maxSize), alignment));
    }
    return requests.build();
  }
}
