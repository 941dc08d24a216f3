package io.scopegraph.cpu.tier;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.cpu.kernel.Activation;
import io.scopegraph.cpu.kernel.FloatKernels;
import io.scopegraph.cpu.kernel.RowKernels;
import io.scopegraph.cpu.vector.AllKernels;
import org.junit.jupiter.api.Test;

class WarmerTest {
  private final FloatKernels scalar = AllKernels.all().getFirst();
  private final FloatKernels vector = AllKernels.all().getLast();
  private final TieredFloatKernels tiered = new TieredFloatKernels(scalar, vector);

  private Tier tier(String name) {
    return tiered.tiers().stream()
        .filter(tier -> tier.exercise().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatIsCalledRises() throws InterruptedException {
    float[] values = {1, 2, 3};
    assertThat(tiered.rows().sum(values, 0, 3)).isEqualTo(6);
    tiered.activate(values, 0, 3, Activation.RELU);
    tiered.awaitCompiled();
    assertThat(tier("sum").kernels()).isSameAs(vector);
    assertThat(tier("RELU").kernels()).isSameAs(vector);
    assertThat(tiered.rows().sum(values, 0, 3)).isEqualTo(6);
  }

  @Test
  void whatHasRisenAllocatesNothing() throws InterruptedException {
    RowKernels rows = tiered.rows();
    float[] values = new float[1000];
    rows.sum(values, 0, 1000);
    tiered.awaitCompiled();
    AllocationMeter meter = new AllocationMeter();
    assertThat(meter.works()).isTrue();
    long before = meter.bytes();
    for (int n = 0; n < 1000; n++) {
      rows.sum(values, 1000 - n, n);
    }
    assertThat(meter.bytes()).isEqualTo(before);
  }

  @Test
  @SuppressWarnings("ReferenceEquality") // Threads have no other identity.
  void theThreadEndsWhenNothingIsLeft() throws InterruptedException {
    tiered.rows().maximum(new float[1], 0, 1);
    Thread thread =
        Thread.getAllStackTraces().keySet().stream()
            .filter(each -> each.getName().equals(Warmer.THREAD))
            .findFirst()
            .orElse(Thread.currentThread());
    assertThat(thread.isDaemon() || thread == Thread.currentThread()).isTrue();
    tiered.awaitCompiled();
    if (thread != Thread.currentThread()) {
      thread.join();
    }
    tiered.rows().minimum(new float[1], 0, 1);
    tiered.awaitCompiled();
    assertThat(tier("minimum").kernels()).isSameAs(vector);
  }
}
