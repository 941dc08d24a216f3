package io.scopegraph.runtime.reference;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.scopegraph.op.DataFormat;
import io.scopegraph.runtime.spi.Device;
import io.scopegraph.runtime.spi.DeviceException;
import io.scopegraph.runtime.spi.DeviceMemory;
import io.scopegraph.runtime.spi.DeviceMemoryException;
import io.scopegraph.runtime.spi.Executable;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.runtime.spi.Location;
import io.scopegraph.runtime.spi.Precision;
import io.scopegraph.runtime.spi.Program;
import io.scopegraph.runtime.spi.RunQueue;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// A device that counts what is allocated on it.
public final class ReferenceDevice implements Device {
  private static final long ALIGNMENT = 64;

  private final boolean reachable;
  private long allocations;
  private long liveBytes;
  private long peakBytes;
  private long limit = Long.MAX_VALUE;
  private boolean closed;
  private boolean packsByRows;
  private int writes = Integer.MAX_VALUE;
  private final List<String> live = new ArrayList<>();

  /// @param reachable whether the host can reach the device's memory
  public ReferenceDevice(boolean reachable) {
    this.reachable = reachable;
  }

  /// The number of allocations so far.
  public synchronized long allocations() {
    return allocations;
  }

  /// The bytes that are allocated now.
  public synchronized long liveBytes() {
    return liveBytes;
  }

  /// The most bytes that were allocated at one time.
  public synchronized long peakBytes() {
    return peakBytes;
  }

  /// Lets allocations fail that go beyond a number of bytes.
  public synchronized void limit(long bytes) {
    limit = bytes;
  }

  /// What the blocks that are allocated now are for, the earliest first.
  public synchronized ImmutableList<String> live() {
    return ImmutableList.copyOf(live);
  }

  /// Lets kernels for different numbers of rows want different forms of a weight.
  public void packByRows() {
    packsByRows = true;
  }

  /// Lets writes fail after some more of them.
  public synchronized void failAfterWrites(int number) {
    writes = number;
  }

  synchronized void written() {
    if (writes-- <= 0) {
      throw new DeviceException("The device fell off the bus");
    }
  }

  public boolean isClosed() {
    return closed;
  }

  @Override
  public String name() {
    return "reference";
  }

  @Override
  public DataFormat preferredFormat(Precision precision) {
    return DataFormat.NHWC;
  }

  @Override
  public long alignment() {
    return ALIGNMENT;
  }

  @Override
  public long viewAlignment() {
    return 4;
  }

  @Override
  public synchronized long freeBytes() {
    return limit - liveBytes;
  }

  @Override
  public synchronized DeviceMemory allocate(String label, long bytes) {
    if (bytes % ALIGNMENT != 0) {
      throw new IllegalArgumentException(label + ": " + bytes + " B are not aligned");
    }
    if (liveBytes + bytes > limit) {
      throw new DeviceMemoryException(label + ": out of memory");
    }
    allocations++;
    liveBytes += bytes;
    peakBytes = Math.max(peakBytes, liveBytes);
    live.add(label);
    return new ReferenceMemory(this, label, bytes, reachable);
  }

  synchronized void freed(String label, long bytes) {
    live.remove(label);
    liveBytes -= bytes;
  }

  @Override
  public Selection select(KernelRequest request) {
    return ReferenceKernel.select(request, packsByRows);
  }

  @Override
  public Executable prepare(Program program, RunQueue queue) {
    List<Runnable> steps = program.steps().stream().map(ReferenceDevice::bind).toList();
    Runnable uploads = copies(program.uploads(), true);
    Runnable downloads = copies(program.downloads(), false);
    return new Executable() {
      @Override
      public void run() {
        uploads.run();
        for (int step = 0; step < steps.size(); step++) {
          steps.get(step).run();
        }
        downloads.run();
      }

      @Override
      public void profile(long[] nanos) {
        uploads.run();
        for (int step = 0; step < steps.size(); step++) {
          long start = System.nanoTime();
          steps.get(step).run();
          nanos[step] += System.nanoTime() - start;
        }
        downloads.run();
      }

      @Override
      public void close() {}
    };
  }

  private static Runnable copies(List<Program.Copy> copies, boolean up) {
    MemorySegment[] staging =
        copies.stream()
            .map(copy -> requireNonNull(copy.staging().host()).asSlice(copy.offset(), copy.bytes()))
            .toArray(MemorySegment[]::new);
    return () -> {
      for (int i = 0; i < staging.length; i++) {
        Program.Copy copy = copies.get(i);
        if (up) {
          copy.device().write(copy.offset(), staging[i]);
        } else {
          copy.device().read(copy.offset(), staging[i]);
        }
      }
    };
  }

  private static Runnable bind(Program.Step step) {
    ReferenceKernel kernel = (ReferenceKernel) step.kernel();
    List<Rows> inputs = new ArrayList<>();
    for (int input = 0; input < step.inputs().size(); input++) {
      inputs.add(Rows.of(step.inputs().get(input), kernel.request().input(input)));
    }
    List<Rows> outputs = new ArrayList<>();
    for (int slot = 0; slot < step.outputs().size(); slot++) {
      outputs.add(Rows.of(step.outputs().get(slot), step.node().outputs().get(slot)));
    }
    Runnable run =
        kernel.bind(
            inputs.stream().map(Rows::dense).toList(),
            outputs.stream().map(Rows::dense).toList(),
            step.packed().stream().map(ReferenceDevice::segment).toList(),
            segment(step.workspace()));
    return () -> {
      inputs.forEach(Rows::gather);
      run.run();
      outputs.forEach(Rows::scatter);
    };
  }

  private static MemorySegment segment(Location location) {
    return location.memory() instanceof ReferenceMemory memory
        ? memory.segment().asSlice(location.offset(), location.bytes())
        : MemorySegment.NULL;
  }

  @Override
  public void close() {
    closed = true;
  }
}
