package io.scopegraph.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.cpu.pool.WorkerPool;
import io.scopegraph.runtime.spi.Backend;
import io.scopegraph.runtime.spi.Device;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A kernel of the CPU backend that has run for a while allocates nothing on the Java heap, on any
/// thread.
///
/// Kernels on the Vector API hold their vectors in registers only once they are compiled, which is
/// done in the background after some thousands of calls; until then every vector is an object. So a
/// kernel is run until it is steady, and has many runs to become so.
class AllocationTest {
  private static final int WARM_RUNS = 20;
  private static final int STEADY_RUNS = 100;
  private static final int MOST_ROUNDS = 3000;
  private static final int PATIENCE = 60;

  private static final Device DEVICE = open();
  private static final AllocatedBytes ALLOCATED = new AllocatedBytes();

  private static Device open() {
    for (Backend backend : ServiceLoader.load(Backend.class)) {
      if (backend.name().equals("cpu")) {
        return backend.open(new Backend.DeviceOptions(0, 2));
      }
    }
    throw new AssertionError("there is no backend \"cpu\"");
  }

  @AfterAll
  static void close() {
    DEVICE.close();
  }

  static Stream<Case> cases() {
    return AllCases.list().stream();
  }

  @Tag("kernels")
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void aSteadyKernelAllocatesNothing(Case one) throws InterruptedException {
    Optional<ComputedNode> node = ComputedNode.of(DEVICE, one.graph(), one.feeds());
    if (node.isEmpty()) {
      return;
    }
    try (PlacedNode placed = node.get().place(Arrangement.DENSE)) {
      placed.feed();
      placed.run();
      ALLOCATED.recount();
      long bytes = allocatedWhenSteady(placed);
      assertThat(bytes).as("bytes that %d runs of %s allocate", STEADY_RUNS, one).isZero();
    }
  }

  /// What the last runs allocated, after as many as it took for this to become nothing.
  private static long allocatedWhenSteady(PlacedNode placed) throws InterruptedException {
    long bytes = -1;
    for (int round = 0; round < MOST_ROUNDS && bytes != 0; round++) {
      if (round >= PATIENCE) {
        // The compiler works in the background and needs its turn.
        TimeUnit.MILLISECONDS.sleep(5);
      }
      bytes = allocated(placed, WARM_RUNS);
      if (bytes == 0) {
        bytes = allocated(placed, STEADY_RUNS);
      }
    }
    return bytes;
  }

  private static long allocated(PlacedNode placed, int runs) {
    long before = ALLOCATED.total();
    for (int run = 0; run < runs; run++) {
      placed.run();
    }
    return ALLOCATED.total() - before;
  }

  @Test
  void countingAllocatesNothingAndSeesWhatIsAllocated() {
    try (WorkerPool pool = new WorkerPool(2)) {
      pool.run(2, (_, _) -> Thread.onSpinWait());
    }
    ALLOCATED.recount();
    int helpers = Math.min(1, Runtime.getRuntime().availableProcessors() - 1);
    assertThat(ALLOCATED.poolThreads()).isGreaterThanOrEqualTo(helpers);
    ALLOCATED.total();
    long before = ALLOCATED.total();
    long after = ALLOCATED.total();
    assertThat(after - before).isZero();
    byte[] kept = new byte[1000];
    assertThat(ALLOCATED.total() - after).isGreaterThanOrEqualTo(kept.length);
  }
}
