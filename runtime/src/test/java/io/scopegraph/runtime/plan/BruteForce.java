package io.scopegraph.runtime.plan;

import java.util.List;

/// The least arena of a handful of requests. In some order, placing each request as low as it goes
/// gives a least arena: so all orders are tried, each until it is no better than the best one.
final class BruteForce {
  private final List<BufferRequest> requests;
  private final long[] offsets;
  private final boolean[] placed;
  private final long liveBytes;
  private long best = Long.MAX_VALUE;

  private BruteForce(List<BufferRequest> requests) {
    this.requests = requests;
    this.liveBytes = LowerBound.of(requests);
    this.offsets = new long[requests.size()];
    this.placed = new boolean[requests.size()];
  }

  static long leastArena(List<BufferRequest> requests) {
    BruteForce search =
        new BruteForce(requests.stream().filter(request -> request.size() > 0).toList());
    search.placeRest(0, 0);
    return search.best;
  }

  private void placeRest(int count, long height) {
    if (height >= best || best == liveBytes) {
      return;
    }
    if (count == requests.size()) {
      best = height;
      return;
    }
    for (int i = 0; i < requests.size(); i++) {
      if (!placed[i]) {
        offsets[i] = lowest(requests.get(i));
        placed[i] = true;
        placeRest(count + 1, Math.max(height, offsets[i] + requests.get(i).size()));
        placed[i] = false;
      }
    }
  }

  private long lowest(BufferRequest request) {
    long offset = 0;
    for (boolean moved = true; moved; ) {
      moved = false;
      for (int i = 0; i < requests.size(); i++) {
        BufferRequest other = requests.get(i);
        boolean collides =
            placed[i]
                && other.lower() < request.upper()
                && request.lower() < other.upper()
                && offsets[i] < offset + request.size()
                && offset < offsets[i] + other.size();
        if (collides) {
          offset = Alignment.up(offsets[i] + other.size(), request.alignment());
          moved = true;
        }
      }
    }
    return offset;
  }
}
