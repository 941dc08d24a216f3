package io.scopegraph.runtime.plan;

import com.google.common.primitives.ImmutableLongArray;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;

/// Checks placements by a sweep over time with the set of live ranges of addresses. Shares nothing
/// with the planners; every plan goes through it before it is used.
public final class PlacementVerifier {
  private PlacementVerifier() {}

  /// Requires a placement to be valid.
  ///
  /// @throws IllegalStateException if the placement is wrong: a defect of the planner
  public static void verify(List<BufferRequest> requests, Placement placement) {
    violation(requests, placement)
        .ifPresent(reason -> {
          throw new IllegalStateException("The memory plan is wrong: " + reason);
        });
  }

  /// What is wrong with a placement; empty if nothing is.
  public static Optional<String> violation(List<BufferRequest> requests, Placement placement) {
    ImmutableLongArray offsets = placement.offsets();
    if (offsets.length() != requests.size()) {
      return Optional.of(
          "%d requests have %d offsets".formatted(requests.size(), offsets.length()));
    }
    Set<String> ids = new HashSet<>();
    long height = 0;
    for (int i = 0; i < requests.size(); i++) {
      BufferRequest request = requests.get(i);
      long offset = offsets.get(i);
      if (!ids.add(request.id())) {
        return Optional.of("two requests have the id " + request.id());
      }
      if (offset < 0 || offset % request.alignment() != 0) {
        return Optional.of(
            "%s lies at %d, which is no multiple of %d"
                .formatted(request, offset, request.alignment()));
      }
      if (request.size() > placement.arenaSize() - offset) {
        return Optional.of(
            "%s at %d ends beyond the arena of %d B"
                .formatted(request, offset, placement.arenaSize()));
      }
      height = Math.max(height, offset + request.size());
    }
    if (height != placement.arenaSize()) {
      return Optional.of(
          "the arena has %d B, its highest buffer ends at %d"
              .formatted(placement.arenaSize(), height));
    }
    return collision(requests, offsets);
  }

  private static Optional<String> collision(
      List<BufferRequest> requests, ImmutableLongArray offsets) {
    List<Integer> births = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      if (requests.get(i).size() > 0) {
        births.add(i);
      }
    }
    births.sort((a, b) -> Long.compare(requests.get(a).lower(), requests.get(b).lower()));
    PriorityQueue<Integer> deaths =
        new PriorityQueue<>(
            (a, b) -> Long.compare(requests.get(a).upper(), requests.get(b).upper()));
    TreeMap<Long, Integer> live = new TreeMap<>();
    for (int born : births) {
      BufferRequest request = requests.get(born);
      while (!deaths.isEmpty() && requests.get(deaths.peek()).upper() <= request.lower()) {
        live.remove(offsets.get(deaths.remove()));
      }
      long offset = offsets.get(born);
      Map.Entry<Long, Integer> below = live.floorEntry(offset);
      if (below != null && below.getKey() + requests.get(below.getValue()).size() > offset) {
        return Optional.of(describe(requests, offsets, below.getValue(), born));
      }
      Map.Entry<Long, Integer> above = live.higherEntry(offset);
      if (above != null && offset + request.size() > above.getKey()) {
        return Optional.of(describe(requests, offsets, above.getValue(), born));
      }
      live.put(offset, born);
      deaths.add(born);
    }
    return Optional.empty();
  }

  private static String describe(
      List<BufferRequest> requests, ImmutableLongArray offsets, int first, int second) {
    return "%s at %d and %s at %d are live at the same time and overlap"
        .formatted(
            requests.get(first), offsets.get(first), requests.get(second), offsets.get(second));
  }
}
