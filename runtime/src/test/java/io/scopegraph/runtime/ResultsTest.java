package io.scopegraph.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scopegraph.runtime.reference.ReferenceDevice;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Results as views of planned memory: what they show, and what they refuse.
class ResultsTest {
  private static final String AFTER_TWO =
      "Result \"y\" of run 1 is gone: session \"main\" has since begun run 2 in the same memory; copy() keeps a result";
  private static final String AFTER_CLOSING =
      "Result \"y\" of run 1 is gone: session \"main\" is closed; copy() keeps a result";

  private final ReferenceDevice device = new ReferenceDevice(true);

  private Session open(SessionOptions.Builder options) {
    return Session.open(
        Networks.constantWeight(2), options.name("main").store(VariableStore.on(device)).build());
  }

  private Session open() {
    return open(SessionOptions.builder());
  }

  private static Map<String, Tensor> feeds(float... values) {
    return Map.of("x", Tensor.ofFloats(Shape.of(1, values.length), values));
  }

  /// Every way to get at the data; the results are of no interest.
  private static List<Function<Tensor, Object>> uses() {
    return List.of(
        tensor -> tensor.getFloat(0),
        tensor -> tensor.getDouble(0),
        tensor -> tensor.getLong(0),
        Tensor::toFloatArray,
        Tensor::toLongArray,
        Tensor::segment,
        Tensor::copy,
        Tensor::hashCode,
        tensor -> tensor.equals(Tensor.ofFloats(Shape.of(1, 2), 2, 4)),
        tensor -> Tensor.ofFloats(Shape.of(1, 2), 2, 4).equals(tensor),
        tensor -> tensor.reshaped(Shape.of(2)).getFloat(0),
        tensor -> tensor.asReadOnly().getFloat(0));
  }

  private static void assertGone(Tensor tensor, String message) {
    for (Function<Tensor, Object> use : uses()) {
      assertThatIllegalStateException().isThrownBy(() -> use.apply(tensor)).withMessage(message);
    }
    assertThatIllegalStateException().isThrownBy(tensor::requireValid).withMessage(message);
    assertThatIllegalStateException()
        .isThrownBy(() -> tensor.copyTo(MemorySegment.ofArray(new float[2])))
        .withMessage(message);
  }

  @Test
  void showTheirRunUntilTheNextOne() {
    try (Session session = open()) {
      Results results = session.run(feeds(1, 2));
      Tensor y = results.get("y");
      assertThat(results.run()).isEqualTo(1);
      assertThat(y.isView()).isTrue();
      assertThat(y.toFloatArray()).containsExactly(2, 4);
      assertThat(results.only()).isSameAs(y);
      assertThat(uses()).allSatisfy(use -> assertThat(use.apply(y)).isNotNull());
      session.run(feeds(3, 4));
      assertGone(y, AFTER_TWO);
      assertThatIllegalStateException().isThrownBy(() -> results.get("y")).withMessage(AFTER_TWO);
      assertThat(y.shape()).isEqualTo(Shape.of(1, 2));
      assertThat(y).hasToString("float32(1, 2) (its data is gone)");
    }
  }

  @Test
  void areGoneWhenTheSessionIsClosed() {
    Session session = open();
    Results results = session.run(feeds(1, 2));
    Tensor y = results.get("y");
    session.close();
    assertGone(y, AFTER_CLOSING);
    assertThatIllegalStateException().isThrownBy(results::only).withMessage(AFTER_CLOSING);
    assertThatIllegalStateException().isThrownBy(results::asMap).withMessage(AFTER_CLOSING);
    assertThatIllegalStateException().isThrownBy(results::copy).withMessage(AFTER_CLOSING);
    assertThat(results.names()).containsExactly("y");
  }

  @Test
  void stayGoneHoweverManyRunsFollow() {
    try (Session session = open()) {
      Results taken = session.run(feeds(1, 2));
      Tensor y = taken.get("y");
      Results untouched = session.run(feeds(1, 2));
      for (int run = 3; run <= 300; run++) {
        session.run(feeds(run, 0));
        assertThatIllegalStateException().isThrownBy(() -> y.getFloat(0));
        assertThatIllegalStateException().isThrownBy(() -> taken.get("y"));
        assertThatIllegalStateException().isThrownBy(() -> untouched.get("y"));
      }
    }
  }

  @Test
  void ofTwoRunsInARowAreNeverMixedUp() {
    try (Session session = open()) {
      List<Results> kept = new ArrayList<>();
      for (int run = 1; run <= 40; run++) {
        kept.add(session.run(feeds(run, 0)));
      }
      for (Results earlier : kept.subList(0, 39)) {
        assertThatIllegalStateException().isThrownBy(earlier::only);
      }
      assertThat(kept.getLast().only().getFloat(0)).isEqualTo(80);
    }
  }

  @Test
  void copiesOutliveLaterRunsAndTheSession() {
    Results all;
    Tensor one;
    Results lent;
    try (Session session = open()) {
      Results results = session.run(feeds(1, 2));
      all = results.copy();
      one = results.get("y").copy();
      lent = session.run(feeds(5, 6), Results::copy);
      session.run(feeds(7, 8));
    }
    assertThat(all.run()).isEqualTo(1);
    assertThat(all.get("y").isView()).isFalse();
    assertThat(all.only().toFloatArray()).containsExactly(2, 4);
    assertThat(all.asMap()).containsOnlyKeys("y").containsValue(all.only());
    assertThat(one.toFloatArray()).containsExactly(2, 4);
    assertThat(lent.get("y").toFloatArray()).containsExactly(10, 12);
    assertThatThrownBy(() -> all.get("z")).hasMessage("There is no output \"z\"; nearest: \"y\"");
  }

  @Test
  void lentToAReaderCannotBeUsedAfterwards() {
    try (Session session = open()) {
      List<Tensor> escaped = new ArrayList<>();
      float sum =
          session.run(
              feeds(1, 2),
              results -> {
                escaped.add(results.get("y"));
                return results.get("y").getFloat(0) + results.get("y").getFloat(1);
              });
      assertThat(sum).isEqualTo(6);
      assertGone(
          escaped.getFirst(),
          "Result \"y\" of session \"main\" was lent to the reader of a run, which has returned; copy() keeps a result");
    }
  }

  @Test
  void aReaderMayCloseButNotRunTheSession() {
    Session session = open();
    assertThatThrownBy(() -> session.run(feeds(1, 2), results -> session.run(feeds(3, 4))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Session \"main\" is running in this thread: it cannot be used by the reader of its own results");
    float first =
        session.run(
            feeds(1, 2),
            results -> {
              session.close();
              return results.only().getFloat(0);
            });
    assertThat(first).isEqualTo(2);
    assertThat(device.liveBytes()).isZero();
    assertThatThrownBy(() -> session.run(feeds(1, 2))).hasMessage("Session \"main\" is closed");
  }

  @Test
  void canBeFedToTheNextRun() {
    try (Session session = open()) {
      Tensor y = session.run(feeds(1, 2)).get("y");
      for (int run = 2; run <= 5; run++) {
        y = session.run(Map.of("x", y)).get("y");
      }
      assertThat(y.toFloatArray()).containsExactly(32, 64);
      Tensor last = y;
      session.run(feeds(0, 0));
      assertThatIllegalStateException()
          .isThrownBy(() -> session.run(Map.of("x", last)))
          .withMessageContaining("Result \"y\" of run 5 is gone");
    }
  }

  @Test
  void surviveRefusedRunsAndNewPlans() {
    try (Session session = open()) {
      Tensor y = session.run(feeds(1, 2)).get("y");
      assertThatThrownBy(() -> session.run(feeds(1, 2, 3)))
          .isInstanceOf(IllegalArgumentException.class);
      session.plan(Map.of("x", Shape.of(100, 2)));
      assertThat(y.toFloatArray()).containsExactly(2, 4);
    }
  }

  @Test
  void cannotBeOverwrittenByTheirUser() {
    try (Session session = open()) {
      Tensor y = session.run(feeds(1, 2)).get("y");
      assertThat(y.segment().isReadOnly()).isTrue();
      assertThatThrownBy(() -> y.setDouble(0, 7)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> session.run(feeds(1, 2), Map.of("y", y)))
          .hasMessageContaining("writable");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void segmentsStayReadableAfterClosing(boolean reachable) {
    MemorySegment segment;
    try (Session session =
        Session.open(
            Networks.constantWeight(2),
            SessionOptions.builder()
                .store(VariableStore.on(new ReferenceDevice(reachable)))
                .build())) {
      segment = session.run(feeds(1, 2)).get("y").segment();
      assertThat(segment.get(ValueLayout.JAVA_FLOAT_UNALIGNED, 4)).isEqualTo(4);
      session.run(Map.of("x", Tensor.allocate(new TensorSpec(DType.FLOAT32, Shape.of(1000, 2)))));
    }
    assertThat(segment.get(ValueLayout.JAVA_FLOAT_UNALIGNED, 4)).isFinite();
  }

  /// A run writes equal numbers everywhere, so a reader that sees two different ones has seen parts
  /// of two runs.
  @Test
  void areReadWholeOrNotAtAllWhileOtherThreadsRun() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    int rows = 500;
    try (Session session = open();
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<?> writer =
          threads.submit(() -> {
            for (int run = 1; !stop.get(); run = run % 1000 + 1) {
              session.run(Map.of("x", constant(rows, run)));
            }
          });
      int right = 0;
      int refused = 0;
      while (right < 30 || refused < 30) {
        try {
          Results results = session.run(Map.of("x", constant(rows, -right - 1)));
          Tensor y = results.get("y");
          float[] values = y.toFloatArray();
          float[] again = new float[values.length];
          for (int i = 0; i < again.length; i++) {
            again[i] = y.getFloat(i);
          }
          assertThat(values).containsOnly(-2f * (right + 1));
          assertThat(again).containsExactly(values);
          right++;
        } catch (IllegalStateException gone) {
          assertThat(gone).hasMessageContaining("copy() keeps a result");
          refused++;
        }
      }
      stop.set(true);
      writer.get();
    }
  }

  private static Tensor constant(int rows, double value) {
    return Tensor.filled(new TensorSpec(DType.FLOAT32, Shape.of(rows, 2)), value);
  }
}
