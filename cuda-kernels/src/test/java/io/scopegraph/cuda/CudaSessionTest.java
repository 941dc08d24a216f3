package io.scopegraph.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.emulator.CudaEmulator;
import io.scopegraph.graph.Graph;
import io.scopegraph.runtime.MemoryBudgetException;
import io.scopegraph.runtime.Results;
import io.scopegraph.runtime.RunMode;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.SessionOptions;
import io.scopegraph.runtime.spi.DeviceException;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Sessions on the emulated CUDA.
class CudaSessionTest {
  private static final SessionOptions ON_CUDA = SessionOptions.builder().device("cuda").build();

  private static CudaEmulator emulator;

  @BeforeAll
  static void install() {
    emulator = EmulatedCuda.install();
  }

  private static Graph copying() {
    GraphBuilder g = new GraphBuilder();
    var x = g.placeholder("x", DType.FLOAT32, Shape.of(-1, 3));
    return g.build(Map.of("y", x));
  }

  private static Tensor row(float... values) {
    return Tensor.ofFloats(Shape.of(values.length / 3, 3), values);
  }

  @Test
  void theFirstRunIsEagerTheSecondIsCapturedAndLaterOnesAreReplayed() {
    try (Session session = Session.open(copying(), ON_CUDA)) {
      session.run(Map.of("x", row(1, 2, 3)));
      emulator.record(true);
      Tensor second = session.run(Map.of("x", row(4, 5, 6)), Results::copy).get("y");
      List<String> captured = emulator.calls();
      emulator.record(true);
      Tensor third = session.run(Map.of("x", row(7, 8, 9)), Results::copy).get("y");
      List<String> replayed = emulator.calls();
      assertThat(second).isEqualTo(row(4, 5, 6));
      assertThat(third).isEqualTo(row(7, 8, 9));
      assertThat(captured)
          .containsExactly(
              "cuStreamBeginCapture 1",
              "cuMemcpyHtoDAsync 12",
              "cuMemcpyDtoDAsync 12",
              "cuMemcpyDtoHAsync 12",
              "cuStreamEndCapture",
              "cuGraphGetNodes",
              "cuGraphInstantiate",
              "cuGraphUpload",
              "cuGraphLaunch",
              "cuStreamSynchronize");
      assertThat(replayed).containsExactly("cuGraphLaunch", "cuStreamSynchronize");
    }
    assertThat(emulator.usedBytes()).isZero();
    assertThat(emulator.pinnedBlocks()).isZero();
  }

  @Test
  void newShapesAreCapturedForThemselvesOnTheSameStream() {
    try (Session session = Session.open(copying(), ON_CUDA)) {
      for (int run = 0; run < 3; run++) {
        session.run(Map.of("x", row(1, 2, 3)));
      }
      emulator.record(true);
      for (int run = 0; run < 3; run++) {
        session.run(Map.of("x", row(1, 2, 3, 4, 5, 6)));
      }
      assertThat(emulator.calls())
          .contains("cuStreamBeginCapture 1")
          .noneMatch(call -> call.startsWith("cuStreamCreate"));
      assertThat(session.modes())
          .extracting(RunMode::toString)
          .containsExactlyInAnyOrder(
              "x (1, 3): one CUDA graph of 3 nodes, replayed",
              "x (2, 3): one CUDA graph of 3 nodes, replayed");
    }
  }

  @Test
  void alternatingShapesThatFitReplayTheirOwnGraphs() {
    try (Session session = Session.open(copying(), ON_CUDA)) {
      for (int run = 0; run < 3; run++) {
        session.run(Map.of("x", row(1, 2, 3, 4, 5, 6)));
        session.run(Map.of("x", row(1, 2, 3)));
      }
      emulator.record(true);
      session.run(Map.of("x", row(1, 2, 3, 4, 5, 6)));
      session.run(Map.of("x", row(1, 2, 3)));
      assertThat(emulator.calls())
          .containsExactly(
              "cuGraphLaunch", "cuStreamSynchronize", "cuGraphLaunch", "cuStreamSynchronize");
    }
  }

  @Test
  void whereCaptureIsImpossibleEachCallIsMadeAndTheReasonIsTold() {
    try (Session session = Session.open(copying(), ON_CUDA)) {
      session.run(Map.of("x", row(1, 2, 3)));
      emulator.fail("cuMemcpyDtoDAsync", 0, 801);
      Tensor captured = session.run(Map.of("x", row(4, 5, 6)), Results::copy).get("y");
      assertThat(captured).isEqualTo(row(4, 5, 6));
      assertThat(session.run(Map.of("x", row(7, 8, 9)), Results::copy).get("y"))
          .isEqualTo(row(7, 8, 9));
      assertThat(session.modes())
          .singleElement()
          .asString()
          .contains("call by call", "cuMemcpyDtoDAsync returned CUDA_ERROR_NOT_SUPPORTED (801)");
    }
    assertThat(emulator.usedBytes()).isZero();
  }

  @Test
  void aFailedCallNamesItsNode() {
    try (Session session = Session.open(copying(), ON_CUDA)) {
      emulator.fail("cuMemcpyDtoDAsync", 0, 1);
      assertThatThrownBy(() -> session.run(Map.of("x", row(1, 2, 3))))
          .isInstanceOf(DeviceException.class)
          .hasMessageContaining("x/copy")
          .hasMessageContaining("cuMemcpyDtoDAsync returned CUDA_ERROR_INVALID_VALUE (1)");
      assertThat(session.run(Map.of("x", row(4, 5, 6)), Results::copy).get("y"))
          .isEqualTo(row(4, 5, 6));
    }
  }

  @Test
  void aLostContextFailsAllSessionsWhichStillCloseCleanly() {
    try (Session session = Session.open(copying(), ON_CUDA);
        Session other = Session.open(copying(), ON_CUDA)) {
      session.run(Map.of("x", row(1, 2, 3)));
      emulator.fail("cuStreamSynchronize", 0, 700);
      assertThatThrownBy(() -> session.run(Map.of("x", row(1, 2, 3))))
          .isInstanceOf(DeviceException.class)
          .hasMessageContaining("CUDA_ERROR_ILLEGAL_ADDRESS (700)");
      assertThatThrownBy(() -> session.run(Map.of("x", row(1, 2, 3))))
          .isInstanceOf(DeviceException.class)
          .hasMessageContaining("new process")
          .hasMessageContaining("CUDA_ERROR_ILLEGAL_ADDRESS (700)");
      assertThatThrownBy(() -> other.run(Map.of("x", row(1, 2, 3))))
          .isInstanceOf(DeviceException.class)
          .hasMessageContaining("CUDA_ERROR_ILLEGAL_ADDRESS (700)");
    } finally {
      emulator.recover();
    }
    try (Session later = Session.open(copying(), ON_CUDA)) {
      assertThat(later.run(Map.of("x", row(4, 5, 6)), Results::copy).get("y"))
          .isEqualTo(row(4, 5, 6));
    }
  }

  @Test
  void aDeviceThatIsTooSmallIsABudgetThatIsExceeded() {
    try (Session session = Session.open(copying(), ON_CUDA)) {
      long before = emulator.usedBytes();
      emulator.setTotalBytes(before + 1000);
      assertThatThrownBy(() -> session.run(Map.of("x", row(1, 2, 3))))
          .isInstanceOf(MemoryBudgetException.class)
          .hasMessageContaining("The memory plan needs 1.00 KiB (1024 B)")
          .hasMessageContaining("the device has")
          .hasMessageContaining("CUDA_ERROR_OUT_OF_MEMORY");
      assertThat(emulator.usedBytes()).isEqualTo(before);
      emulator.recover();
      assertThat(session.run(Map.of("x", row(4, 5, 6)), Results::copy).get("y"))
          .isEqualTo(row(4, 5, 6));
    } finally {
      emulator.recover();
    }
  }

  @Test
  void whatIsPlannedIsWhatIsAllocated() {
    try (Session session = Session.open(copying(), ON_CUDA)) {
      long before = emulator.usedBytes();
      session.run(Map.of("x", row(1, 2, 3)));
      long planned = session.plan(Map.of("x", Shape.of(1, 3))).totalBytes();
      assertThat(emulator.usedBytes() - before).isEqualTo(planned);
    }
  }

  /// What the JVM allocates when it compiles the loop shows in some of the series, what a run
  /// allocates in each.
  @Test
  void tenThousandReplaysAllocateNothing() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Map<String, Tensor> feeds = Map.of("x", row(1, 2, 3));
    Map<String, Tensor> targets = Map.of("y", row(0, 0, 0));
    try (Session session = Session.open(copying(), ON_CUDA)) {
      session.run(feeds, targets);
      long used = emulator.usedBytes();
      long least = Long.MAX_VALUE;
      for (int series = 0; series < 10; series++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int run = 0; run < 1000; run++) {
          session.run(feeds, targets);
        }
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
      assertThat(least).as("bytes on the Java heap in 1000 runs").isZero();
      assertThat(emulator.usedBytes()).isEqualTo(used);
      assertThat(targets.get("y")).isEqualTo(row(1, 2, 3));
    }
  }

  @Test
  void twoRunsAtOnceHaveStreamsOfTheirOwn() throws Exception {
    SessionOptions options = ON_CUDA.toBuilder().concurrency(2).build();
    try (Session session = Session.open(copying(), options);
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<Boolean>> right = new ArrayList<>();
      for (int thread = 0; thread < 2; thread++) {
        float value = thread;
        right.add(
            threads.submit(() -> {
              for (int run = 0; run < 500; run++) {
                Tensor x = row(value, run, 2);
                if (!session.run(Map.of("x", x), Results::copy).get("y").equals(x)) {
                  return false;
                }
              }
              return true;
            }));
      }
      for (Future<Boolean> each : right) {
        assertThat(each.get()).isTrue();
      }
    }
    assertThat(emulator.usedBytes()).isZero();
  }

  @Test
  void devicesAreChosenByTheirNumber() {
    SessionOptions second = SessionOptions.builder().device("cuda:1").build();
    try (Session session = Session.open(copying(), second)) {
      assertThat(session.deviceName()).contains("cuda:1", "Emulated GPU 1");
      assertThat(session.run(Map.of("x", row(4, 5, 6)), Results::copy).get("y"))
          .isEqualTo(row(4, 5, 6));
    }
    SessionOptions missing = SessionOptions.builder().device("cuda:7").build();
    assertThatThrownBy(() -> Session.open(copying(), missing))
        .isInstanceOf(DeviceException.class)
        .hasMessageContaining("there are devices 0 to 1, found number 7");
  }

  @Test
  void closingGivesBackInOrder() {
    Session session = Session.open(copying(), ON_CUDA);
    for (int run = 0; run < 3; run++) {
      session.run(Map.of("x", row(1, 2, 3)));
    }
    emulator.record(true);
    session.close();
    assertThat(emulator.calls())
        .containsSubsequence(
            "cuGraphExecDestroy",
            "cuGraphDestroy",
            "cuStreamDestroy",
            "cuMemHostUnregister",
            "cuMemFree",
            "cuStreamDestroy",
            "cuDevicePrimaryCtxRelease 0");
  }
}
