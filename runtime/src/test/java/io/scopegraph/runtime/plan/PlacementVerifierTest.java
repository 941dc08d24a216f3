package io.scopegraph.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlacementVerifierTest {
  private static final BufferRequest A = new BufferRequest("a", 0, 2, 10, 1);
  private static final BufferRequest B = new BufferRequest("b", 1, 3, 10, 1);
  private static final BufferRequest C = new BufferRequest("c", 2, 4, 10, 1);

  private static Placement at(long arena, long... offsets) {
    return new Placement(ImmutableLongArray.copyOf(offsets), arena);
  }

  @Test
  void acceptsRangesThatOnlyTouch() {
    assertThat(PlacementVerifier.violation(ImmutableList.of(A, B, C), at(20, 0, 10, 0))).isEmpty();
  }

  @Test
  void namesBothBuffersOfACollision() {
    assertThat(PlacementVerifier.violation(ImmutableList.of(A, B), at(19, 0, 9)))
        .hasValue(
            "a [0, 2) 10 B at 0 and b [1, 3) 10 B at 9 are live at the same time and overlap");
    assertThatThrownBy(() -> PlacementVerifier.verify(ImmutableList.of(A, B), at(10, 0, 0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a [0, 2) 10 B at 0 and b [1, 3) 10 B at 0");
  }

  @Test
  void checksTheArena() {
    assertThat(PlacementVerifier.violation(ImmutableList.of(A), at(9, 0)))
        .hasValue("a [0, 2) 10 B at 0 ends beyond the arena of 9 B");
    assertThat(PlacementVerifier.violation(ImmutableList.of(A), at(11, 0)))
        .hasValue("the arena has 11 B, its highest buffer ends at 10");
    assertThat(PlacementVerifier.violation(ImmutableList.of(A), at(10)))
        .hasValue("1 requests have 0 offsets");
    assertThat(PlacementVerifier.violation(ImmutableList.of(A, A), at(20, 0, 10)))
        .hasValue("two requests have the id a");
  }

  @Test
  void checksAlignment() {
    BufferRequest aligned = new BufferRequest("a", 0, 1, 10, 8);
    assertThat(PlacementVerifier.violation(ImmutableList.of(aligned), at(14, 4)))
        .hasValue("a [0, 1) 10 B lies at 4, which is no multiple of 8");
    assertThat(PlacementVerifier.violation(ImmutableList.of(aligned), at(2, -8))).isPresent();
  }

  @Test
  void agreesWithComparingAllPairsOnDamagedPlacements() {
    int rejected = 0;
    for (int seed = 0; seed < 1000; seed++) {
      Random random = new Random(seed);
      List<BufferRequest> requests =
          new ArrayList<>(Requests.random(random, 2 + random.nextInt(20), 20, 100));
      long[] offsets = ArenaPlanner.best().place(requests).offsets().toArray();
      int victim = random.nextInt(requests.size());
      BufferRequest old = requests.get(victim);
      switch (seed % 4) {
        case 0 -> offsets[victim] = Alignment.up(random.nextInt(200), old.alignment());
        case 1 ->
            requests.set(
                victim,
                new BufferRequest(
                    old.id(),
                    old.lower(),
                    old.upper(),
                    old.size() + 1 + random.nextInt(50),
                    old.alignment()));
        case 2 ->
            requests.set(
                victim,
                new BufferRequest(
                    old.id(),
                    old.lower(),
                    old.upper() + 1 + random.nextInt(10),
                    old.size(),
                    old.alignment()));
        default ->
            requests.set(
                victim,
                new BufferRequest(
                    old.id(),
                    old.lower() - 1 - random.nextInt(10),
                    old.upper(),
                    old.size(),
                    old.alignment()));
      }
      boolean collides = collides(requests, offsets);
      assertThat(PlacementVerifier.violation(requests, Placement.of(requests, offsets)).isPresent())
          .describedAs("seed %d", seed)
          .isEqualTo(collides);
      rejected += collides ? 1 : 0;
    }
    assertThat(rejected).isBetween(100, 900);
  }

  private static boolean collides(List<BufferRequest> requests, long[] offsets) {
    for (int i = 0; i < offsets.length; i++) {
      for (int j = 0; j < i; j++) {
        BufferRequest a = requests.get(i);
        BufferRequest b = requests.get(j);
        boolean inTime = a.lower() < b.upper() && b.lower() < a.upper();
        boolean inSpace =
            Math.max(offsets[i], offsets[j])
                < Math.min(offsets[i] + a.size(), offsets[j] + b.size());
        if (inTime && inSpace) {
          return true;
        }
      }
    }
    return false;
  }
}
