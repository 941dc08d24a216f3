package io.scopegraph.cpu;

import com.google.common.collect.ImmutableList;
import io.scopegraph.cpu.kernel.FloatKernels;
import io.scopegraph.cpu.memory.CpuMemory;
import io.scopegraph.cpu.op.BoundKernel;
import io.scopegraph.cpu.op.CpuKernel;
import io.scopegraph.cpu.op.Execution;
import io.scopegraph.cpu.op.KernelMemory;
import io.scopegraph.cpu.op.KernelSelector;
import io.scopegraph.cpu.pool.WorkerPool;
import io.scopegraph.op.DataFormat;
import io.scopegraph.runtime.spi.Device;
import io.scopegraph.runtime.spi.DeviceException;
import io.scopegraph.runtime.spi.DeviceMemory;
import io.scopegraph.runtime.spi.Executable;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.runtime.spi.Precision;
import io.scopegraph.runtime.spi.Program;
import io.scopegraph.runtime.spi.RunQueue;

/// The processors of this machine, with a fixed number of threads.
final class CpuDevice implements Device {
  private final WorkerPool pool;
  private final Execution execution;

  CpuDevice(FloatKernels kernels, int threads) {
    this.pool = new WorkerPool(threads);
    this.execution = new Execution(pool, kernels);
    kernels.warmUp();
  }

  @Override
  public String name() {
    return "cpu (%d %s, %s)"
        .formatted(pool.size(), pool.size() == 1 ? "thread" : "threads", execution.floats().name());
  }

  @Override
  public DataFormat preferredFormat(Precision precision) {
    return DataFormat.NHWC;
  }

  @Override
  public long alignment() {
    return CpuMemory.ALIGNMENT;
  }

  /// All kernels reach memory float by float, and wider elements unaligned.
  @Override
  public long viewAlignment() {
    return Float.BYTES;
  }

  @Override
  public DeviceMemory allocate(String label, long bytes) {
    return CpuMemory.allocate(label, bytes);
  }

  @Override
  public Selection select(KernelRequest request) {
    return KernelSelector.select(request, execution);
  }

  @Override
  public boolean prefersChain(KernelRequest chain) {
    return KernelSelector.prefersChain(chain, execution);
  }

  @Override
  public Executable prepare(Program program, RunQueue queue) {
    ImmutableList.Builder<Bound> steps = ImmutableList.builder();
    for (Program.Step step : program.steps()) {
      if (!(step.kernel() instanceof CpuKernel kernel)) {
        throw new DeviceException(
            "cpu: the kernel of \"%s\" was not selected by this backend"
                .formatted(step.node().name()));
      }
      steps.add(new Bound(step.node().name(), kernel.bind(KernelMemory.of(step))));
    }
    return new Steps(steps.build(), pool, execution.floats());
  }

  @Override
  public void awaitCompiled() throws InterruptedException {
    execution.floats().awaitCompiled();
  }

  @Override
  public void close() {
    pool.close();
  }

  private record Bound(String node, BoundKernel kernel) {}

  private record Steps(ImmutableList<Bound> steps, WorkerPool pool, FloatKernels kernels)
      implements Executable {
    @Override
    public void run() {
      pool.enter();
      try {
        // By index: an iterator would be an allocation in every run.
        for (int i = 0; i < steps.size(); i++) {
          run(steps.get(i));
        }
      } finally {
        pool.leave();
      }
      kernels.runEnded();
    }

    @Override
    public void profile(long[] nanos) {
      pool.enter();
      try {
        for (int i = 0; i < steps.size(); i++) {
          long start = System.nanoTime();
          run(steps.get(i));
          nanos[i] += System.nanoTime() - start;
        }
      } finally {
        pool.leave();
      }
    }

    private static void run(Bound step) {
      try {
        step.kernel().run();
      } catch (RuntimeException e) {
        throw new DeviceException("cpu: \"%s\" failed: %s".formatted(step.node(), e), e);
      }
    }

    @Override
    public void close() {}
  }
}
