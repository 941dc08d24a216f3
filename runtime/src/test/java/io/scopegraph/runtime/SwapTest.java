package io.scopegraph.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scopegraph.graph.Graph;
import io.scopegraph.runtime.SwapOptions.Mode;
import io.scopegraph.runtime.SwapPlan.Change;
import io.scopegraph.runtime.reference.ReferenceDevice;
import io.scopegraph.runtime.spi.DeviceException;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// One version of the weights takes the place of another.
class SwapTest {
  private final ReferenceDevice device = new ReferenceDevice(true);
  private final VariableStore store = VariableStore.on(device);

  private static Session open(VariableStore store, String name, Graph graph) {
    return Session.open(graph, SessionOptions.builder().name(name).store(store).build());
  }

  /// Weights of [Networks#twoLayers] with which ones give `12 · first · second`.
  private static Map<String, Tensor> version(float first, float second) {
    return Map.of("w", filled(first, 3, 4), "v", filled(second, 4, 2));
  }

  private static Tensor filled(float value, long... dims) {
    Tensor tensor = Networks.random(0, dims);
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setDouble(i, value);
    }
    return tensor;
  }

  private static float run(Session session, int rows) {
    Tensor ones = filled(1, rows, 3);
    return session.run(Map.of("x", ones)).only().getFloat(0);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void everySessionHasTheNewVersion(Mode mode) {
    try (Session first = open(store, "first", Networks.twoLayers());
        Session second = open(store, "second", Networks.twoLayers())) {
      store.assign(version(1, 1));
      assertThat(run(first, 2)).isEqualTo(12);
      assertThat(run(second, 3)).isEqualTo(12);
      SwapPlan plan = store.swap(version(2, 3), SwapOptions.DEFAULT.mode(mode));
      assertThat(plan.count(Change.REPLACED)).isEqualTo(2);
      assertThat(run(first, 2)).isEqualTo(72);
      assertThat(run(second, 3)).isEqualTo(72);
      assertThat(run(second, 4)).isEqualTo(72);
    }
  }

  @Test
  void leavesEqualContentsAndTheirFormsAlone() {
    try (Session session = open(store, "main", Networks.twoLayers())) {
      store.assign(version(1, 1));
      run(session, 2);
      long allocations = device.allocations();
      device.failAfterWrites(2);
      SwapPlan plan = store.swap(version(1, 5), SwapOptions.DEFAULT);
      assertThat(plan.variables())
          .containsExactlyInAnyOrder(
              new SwapPlan.Variable("w", Change.UNCHANGED, 2, 128),
              new SwapPlan.Variable("v", Change.REPLACED, 2, 128));
      device.failAfterWrites(Integer.MAX_VALUE);
      assertThat(run(session, 2)).isEqualTo(60);
      assertThat(device.allocations()).isEqualTo(allocations);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true, PREPARED, 128",
    "true, IN_PLACE, 0",
    "false, PREPARED, 128",
    "false, IN_PLACE, 64"
  })
  void statesItsBytesBeforeItBegins(boolean reachable, Mode mode, long extra) {
    ReferenceDevice counted = new ReferenceDevice(reachable);
    VariableStore weights = VariableStore.on(counted);
    try (Session session = open(weights, "main", Networks.twoLayers())) {
      run(session, 1);
      long before = weights.memoryReport().weightBytes();
      Map<String, Tensor> values = new HashMap<>(version(7, 8));
      values.put("extra", filled(1, 5));
      SwapOptions options = SwapOptions.DEFAULT.mode(mode);
      SwapPlan plan = weights.planSwap(values, options);
      assertThat(plan.bytesBefore()).isEqualTo(before).isEqualTo(256);
      assertThat(plan.extraBytes()).isEqualTo(extra);
      assertThat(plan.peakBytes()).isEqualTo(before + 64 + extra);
      assertThat(plan.bytesAfter()).isEqualTo(before + 64);
      assertThat(weights.read("w")).isNotEqualTo(values.get("w"));
      assertThat(weights.names()).doesNotContain("extra");
      long allocated = counted.liveBytes();
      assertThat(weights.swap(values, options)).isEqualTo(plan);
      assertThat(counted.liveBytes()).isEqualTo(allocated + 64);
      assertThat(weights.memoryReport().weightBytes()).isEqualTo(plan.bytesAfter());
    }
  }

  @Test
  void printsWhatItWillDo() {
    try (Session session = open(store, "main", Networks.twoLayers())) {
      store.assign(version(1, 1));
      store.assign("old", Tensor.scalar(1f));
      run(session, 1);
      Map<String, Tensor> values = new LinkedHashMap<>();
      values.put("w", filled(1, 3, 4));
      values.put("v", filled(2, 4, 2));
      values.put("new", filled(1, 100));
      assertThat(store.planSwap(values, SwapOptions.DEFAULT.asComplete()).toString())
          .isEqualTo(
              """
              Swap of weights, prepared beside the runs

              change     variables   size  bytes
              unchanged          1  128 B    128
              replaced           1  128 B    128
              added              1  448 B    448
              removed            1   64 B     64

              variable  change    allocations   size  bytes
              v         replaced            2  128 B    128
              new       added               1  448 B    448
              old       removed             1   64 B     64

              Weights before 320 B, at most 832 B (64 B of it beside them), after 704 B
              """);
    }
  }

  @Test
  void failsBeforeAnythingIfItTakesTooMuch() {
    try (Session session = open(store, "main", Networks.twoLayers())) {
      store.assign(version(1, 1));
      run(session, 1);
      long allocations = device.allocations();
      assertThatThrownBy(() -> store.swap(version(2, 2), SwapOptions.DEFAULT.maxBytes(383)))
          .isInstanceOfSatisfying(
              SwapBudgetException.class, e -> assertThat(e.plan().peakBytes()).isEqualTo(384))
          .hasMessageStartingWith("The swap needs 384 B, the budget is 383 B\n")
          .hasMessageContaining("w         replaced");
      assertThat(run(session, 1)).isEqualTo(12);
      assertThat(device.allocations()).isEqualTo(allocations);
      store.swap(version(2, 2), SwapOptions.DEFAULT.maxBytes(384));
      assertThat(run(session, 1)).isEqualTo(48);
    }
  }

  @Test
  void keepsTheOldVersionWhenAValueIsWrong() {
    try (Session session = open(store, "main", Networks.twoLayers())) {
      store.assign(version(1, 1));
      run(session, 1);
      Map<String, Tensor> values = Map.of("w", filled(2, 3, 4), "v", filled(2, 2, 4));
      assertThatThrownBy(() -> store.swap(values, SwapOptions.DEFAULT))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Variable \"v\": expected float32(4, 2), found float32(2, 4)");
      assertThat(run(session, 1)).isEqualTo(12);
    }
  }

  @Test
  void keepsTheOldVersionWhenMemoryRunsOut() {
    try (Session session = open(store, "main", Networks.twoLayers())) {
      store.assign(version(1, 1));
      run(session, 1);
      List<String> blocks = device.live();
      Map<String, Tensor> values = new HashMap<>(version(2, 2));
      values.put("a", filled(1, 16));
      values.put("b", filled(1, 16));
      device.limit(device.liveBytes() + 64);
      assertThatThrownBy(() -> store.swap(values, SwapOptions.DEFAULT))
          .isInstanceOf(DeviceException.class);
      assertThat(device.live()).isEqualTo(blocks);
      assertThat(run(session, 1)).isEqualTo(12);
      assertThat(store.names()).containsExactlyInAnyOrder("w", "v");
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void refusesRunsAfterTheDeviceFailedHalfwayUntilTheWeightsAreSetAgain(Mode mode) {
    ReferenceDevice failing = new ReferenceDevice(false);
    VariableStore weights = VariableStore.on(failing);
    SwapOptions options = SwapOptions.DEFAULT.mode(mode);
    try (Session session = open(weights, "main", Networks.twoLayers())) {
      weights.assign(version(1, 1));
      run(session, 1);
      failing.failAfterWrites(1);
      assertThatThrownBy(() -> weights.swap(version(2, 3), options))
          .isInstanceOf(DeviceException.class);
      failing.failAfterWrites(Integer.MAX_VALUE);
      assertThatThrownBy(() -> run(session, 1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("set them again")
          .hasMessageContaining("w")
          .hasMessageContaining("v");
      weights.swap(version(2, 3), options);
      assertThat(run(session, 1)).isEqualTo(72);
      assertThat(run(session, 2)).isEqualTo(72);
    }
  }

  @Test
  void completeVersionLacksNothing() {
    try (Session session = open(store, "main", Networks.twoLayers())) {
      assertThatThrownBy(
              () -> store.swap(Map.of("w", filled(1, 3, 4)), SwapOptions.DEFAULT.asComplete()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("The version is not complete: 1 variables of sessions are missing: v");
      store.swap(Map.of("w", filled(1, 3, 4)), SwapOptions.DEFAULT);
      store.swap(Map.of("v", filled(1, 4, 2)), SwapOptions.DEFAULT);
      assertThat(run(session, 1)).isEqualTo(12);
    }
  }

  @Test
  void completeVersionRemovesWhatNoSessionHas() {
    store.assign(Map.of("head", filled(1, 9), "kept", filled(2, 9)));
    long bytes = device.liveBytes();
    store.swap(Map.of("kept", filled(2, 9)), SwapOptions.DEFAULT.asComplete());
    assertThat(store.names()).containsExactly("kept");
    assertThat(device.liveBytes()).isEqualTo(bytes / 2);
  }

  @Test
  void versionThatEqualsTheInitialValuesStaysWhenSessionsClose() {
    try (Session session = open(store, "main", Networks.variableWeight(6))) {
      session.run(Map.of("x", filled(1, 1, 2)));
      SwapPlan plan = store.swap(Map.of("w", filled(6, 2, 2)), SwapOptions.DEFAULT);
      assertThat(plan.count(Change.UNCHANGED)).isEqualTo(1);
    }
    assertThat(store.read("w")).isEqualTo(filled(6, 2, 2));
    assertThatThrownBy(() -> store.assign("w", Tensor.ofFloats(Shape.of(1), 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void everyResultBelongsToOneVersion(Mode mode) throws Exception {
    SwapOptions options = SwapOptions.DEFAULT.mode(mode);
    store.assign(version(1, 16));
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Future<Integer>> runners = new ArrayList<>();
      for (int thread = 0; thread < 3; thread++) {
        runners.add(threads.submit(() -> countRuns(done)));
      }
      for (int i = 0; i < 400; i++) {
        float first = 1 << (i % 5);
        store.swap(version(first, 16 / first), options);
      }
      done.set(true);
      for (Future<Integer> runner : runners) {
        assertThat(runner.get()).isPositive();
      }
    }
  }

  /// Runs until told to stop: whatever version is seen, the product of its factors is 16.
  private int countRuns(AtomicBoolean done) {
    int runs = 0;
    while (runs == 0 || !done.get()) {
      try (Session session = open(store, "main", Networks.twoLayers())) {
        for (int i = 0; i < 20; i++) {
          assertThat(run(session, 1 + i % 3)).isEqualTo(12 * 16);
          runs++;
        }
      }
    }
    return runs;
  }
}
