package io.scopegraph.runtime;

import io.scopegraph.op.DataFormat;
import io.scopegraph.runtime.spi.Device;
import io.scopegraph.runtime.spi.DeviceMemory;
import io.scopegraph.runtime.spi.Executable;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.runtime.spi.Precision;
import io.scopegraph.runtime.spi.Program;
import io.scopegraph.runtime.spi.RunQueue;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A device that keeps account of what is reserved on it through this object, whatever the backend.
final class AccountedDevice implements Device {
  private final Device device;
  private final MemoryAccount account = new MemoryAccount();

  /// What the host holds for the device, such as pinned memory.
  private final MemoryAccount hostAccount = new MemoryAccount();

  AccountedDevice(Device device) {
    this.device = device;
  }

  MemoryAccount account() {
    return account;
  }

  MemoryAccount hostAccount() {
    return hostAccount;
  }

  /// The block as the backend made it.
  static DeviceMemory plain(DeviceMemory memory) {
    return memory instanceof Accounted accounted ? accounted.memory : memory;
  }

  @Override
  public String name() {
    return device.name();
  }

  @Override
  public DataFormat preferredFormat(Precision precision) {
    return device.preferredFormat(precision);
  }

  @Override
  public long alignment() {
    return device.alignment();
  }

  @Override
  public long viewAlignment() {
    return device.viewAlignment();
  }

  @Override
  public boolean prefersChain(KernelRequest chain) {
    return device.prefersChain(chain);
  }

  @Override
  public long freeBytes() {
    return device.freeBytes();
  }

  @Override
  public DeviceMemory allocate(String label, long bytes) {
    return allocate(label, bytes, account);
  }

  /// Reserves memory that is counted in a part of the device's account.
  DeviceMemory allocate(String label, long bytes, MemoryAccount part) {
    return new Accounted(device.allocate(label, bytes), part);
  }

  @Override
  public DeviceMemory allocateStaging(String label, long bytes) {
    return allocateStaging(label, bytes, hostAccount);
  }

  DeviceMemory allocateStaging(String label, long bytes, MemoryAccount part) {
    return new Accounted(device.allocateStaging(label, bytes), part);
  }

  @Override
  public Selection select(KernelRequest request) {
    return device.select(request);
  }

  @Override
  public RunQueue openQueue() {
    return device.openQueue();
  }

  @Override
  public Executable prepare(Program program, RunQueue queue) {
    return device.prepare(program, queue);
  }

  @Override
  public void awaitCompiled() throws InterruptedException {
    device.awaitCompiled();
  }

  @Override
  public void close() {
    device.close();
  }

  private static final class Accounted implements DeviceMemory {
    private final DeviceMemory memory;
    private final MemoryAccount account;
    private final long bytes;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Accounted(DeviceMemory memory, MemoryAccount account) {
      this.memory = memory;
      this.account = account;
      this.bytes = memory.bytes();
      account.reserved(bytes);
    }

    @Override
    public long bytes() {
      return bytes;
    }

    @Override
    public void write(long offset, MemorySegment source) {
      memory.write(offset, source);
    }

    @Override
    public void read(long offset, MemorySegment target) {
      memory.read(offset, target);
    }

    @Override
    public @Nullable MemorySegment host() {
      return memory.host();
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        memory.close();
        account.givenBack(bytes);
      }
    }
  }
}
