package io.scopegraph.runtime.plan;

import com.google.common.primitives.ImmutableLongArray;
import java.util.List;

/// Where each request lies.
///
/// @param offsets in bytes, in the order of the requests
/// @param arenaSize the greatest end of a request
public record Placement(ImmutableLongArray offsets, long arenaSize) {
  /// The placement of the given offsets.
  static Placement of(List<BufferRequest> requests, long[] offsets) {
    long height = 0;
    for (int i = 0; i < offsets.length; i++) {
      height = Math.max(height, Math.addExact(offsets[i], requests.get(i).size()));
    }
    return new Placement(ImmutableLongArray.copyOf(offsets), height);
  }
}
