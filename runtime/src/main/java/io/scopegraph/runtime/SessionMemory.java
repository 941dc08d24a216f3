package io.scopegraph.runtime;

import io.scopegraph.runtime.plan.BufferKind.Region;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.runtime.spi.Device;
import io.scopegraph.runtime.spi.DeviceMemory;
import java.util.EnumMap;
import java.util.Map;

/// The blocks that a session holds beside the store: one each for inputs, outputs and the arena,
/// shared by all of its plans and as large as the largest wants them. Guarded by the session.
final class SessionMemory implements AutoCloseable {
  private final Device device;
  private final String session;
  private final Map<Region, DeviceMemory> blocks = new EnumMap<>(Region.class);

  SessionMemory(Device device, String session) {
    this.device = device;
    this.session = session;
  }

  /// Whether the blocks are large enough for a plan.
  boolean fits(MemoryPlan plan) {
    for (Region region : Region.values()) {
      if (region != Region.WEIGHTS
          && (!blocks.containsKey(region) || bytes(region) < plan.bytes(region))) {
        return false;
      }
    }
    return true;
  }

  /// The bytes of all blocks once a plan fits.
  long bytesWith(MemoryPlan plan) {
    long bytes = 0;
    for (Region region : Region.values()) {
      if (region != Region.WEIGHTS) {
        bytes += Math.max(bytes(region), plan.bytes(region));
      }
    }
    return bytes;
  }

  /// Makes a plan fit. A block that is too small is given back before a larger one is asked for, so
  /// nothing may be bound to it any more.
  ///
  /// @throws io.scopegraph.runtime.spi.DeviceException if there is no memory
  void grow(MemoryPlan plan) {
    for (Region region : Region.values()) {
      if (region == Region.WEIGHTS) {
        continue;
      }
      DeviceMemory block = blocks.get(region);
      if (block != null && block.bytes() >= plan.bytes(region)) {
        continue;
      }
      if (block != null) {
        blocks.remove(region);
        block.close();
      }
      String label = session + " " + label(region);
      blocks.put(region, device.allocate(label, plan.bytes(region)));
    }
  }

  private static String label(Region region) {
    return switch (region) {
      case WEIGHTS -> "weights";
      case INPUTS -> "inputs";
      case OUTPUTS -> "outputs";
      case ARENA -> "arena";
    };
  }

  DeviceMemory block(Region region) {
    DeviceMemory block = blocks.get(region);
    if (block == null) {
      throw new IllegalStateException("There is no memory for " + label(region));
    }
    return block;
  }

  long bytes(Region region) {
    DeviceMemory block = blocks.get(region);
    return block == null ? 0 : block.bytes();
  }

  MemoryReport.SessionBytes report() {
    return new MemoryReport.SessionBytes(
        session, bytes(Region.ARENA), bytes(Region.INPUTS), bytes(Region.OUTPUTS));
  }

  @Override
  public void close() {
    blocks.values().forEach(DeviceMemory::close);
    blocks.clear();
  }
}
