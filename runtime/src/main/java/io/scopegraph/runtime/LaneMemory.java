package io.scopegraph.runtime;

import io.scopegraph.runtime.plan.BufferKind.Region;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.runtime.spi.DeviceMemory;
import io.scopegraph.runtime.spi.RunQueue;
import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The blocks of one lane of a session: one each for inputs, outputs and the arena, shared by all
/// of its plans and as large as the largest wants them. For a device that the host cannot reach
/// there is as much staging memory as there are inputs and outputs. With them goes the queue of the
/// runs that use them. Guarded by the lane.
final class LaneMemory implements AutoCloseable {
  private static final Region[] OWN = {Region.INPUTS, Region.OUTPUTS, Region.ARENA};
  private static final Region[] WITHOUT_ARENA = {Region.INPUTS, Region.OUTPUTS};

  private final AccountedDevice device;
  private final String session;
  private final @Nullable SharedArena sharedArena;
  private final Region[] own;
  private final MemoryAccount account;
  private final MemoryAccount hostAccount;
  private final Map<Region, DeviceMemory> blocks = new EnumMap<>(Region.class);
  private final Map<Region, DeviceMemory> staging = new EnumMap<>(Region.class);

  private @Nullable RunQueue queue;

  /// What plans asked for, to be compared with what was reserved.
  private long plannedBytes;

  private long allocations;

  LaneMemory(AccountedDevice device, String session, @Nullable SharedArena sharedArena) {
    this.device = device;
    this.session = session;
    this.sharedArena = sharedArena;
    this.own = sharedArena == null ? OWN : WITHOUT_ARENA;
    this.account = device.account().part();
    this.hostAccount = device.hostAccount().part();
  }

  /// Whether the blocks are large enough for a plan.
  boolean fits(MemoryPlan plan) {
    for (Region region : own) {
      if (!blocks.containsKey(region) || bytes(region) < plan.bytes(region)) {
        return false;
      }
    }
    return sharedArena == null || sharedArena.fits(plan.arenaBytes());
  }

  /// The bytes of all blocks once a plan fits, those of a shared arena included.
  long bytesWith(MemoryPlan plan) {
    long bytes = sharedArena == null ? 0 : Math.max(sharedArena.bytes(), plan.arenaBytes());
    for (Region region : own) {
      bytes += Math.max(bytes(region), plan.bytes(region));
    }
    return bytes;
  }

  /// The bytes of all blocks, those of a shared arena included.
  long bytes() {
    return account.liveBytes() + (sharedArena == null ? 0 : sharedArena.bytes());
  }

  /// Makes a plan fit. A block that is too small is given back before a larger one is asked for, so
  /// nothing of this lane may be bound to it any more.
  ///
  /// @throws io.scopegraph.runtime.spi.DeviceException if there is no memory
  void grow(MemoryPlan plan) {
    for (Region region : own) {
      DeviceMemory block = blocks.get(region);
      if (block == null || block.bytes() < plan.bytes(region)) {
        free(region);
        blocks.put(region, device.allocate(label(region), plan.bytes(region), account));
        plannedBytes += plan.bytes(region);
      }
    }
    if (sharedArena != null) {
      sharedArena.grow(plan.arenaBytes());
    }
    for (Region region : WITHOUT_ARENA) {
      DeviceMemory block = block(region);
      if (block.host() == null && !staging.containsKey(region)) {
        String label = label(region) + " staging";
        staging.put(region, device.allocateStaging(label, block.bytes(), hostAccount));
      }
    }
    allocations = account.allocations();
  }

  private void free(Region region) {
    DeviceMemory staged = staging.remove(region);
    if (staged != null) {
      staged.close();
    }
    DeviceMemory block = blocks.remove(region);
    if (block != null) {
      plannedBytes -= block.bytes();
      block.close();
    }
  }

  /// Checks that exactly what was planned is reserved, and nothing since. Allocates nothing.
  ///
  /// @throws IllegalStateException if not
  void check() {
    if (account.liveBytes() != plannedBytes || account.allocations() != allocations) {
      throw new IllegalStateException(
          "Session \"%s\": %d B are planned beside the weights, %d B are reserved after %d allocations instead of %d"
              .formatted(
                  session, plannedBytes, account.liveBytes(), account.allocations(), allocations));
    }
  }

  private String label(Region region) {
    return session + " " + region.name().toLowerCase(Locale.ROOT);
  }

  DeviceMemory block(Region region) {
    DeviceMemory block =
        region == Region.ARENA && sharedArena != null ? sharedArena.block() : blocks.get(region);
    if (block == null) {
      throw new IllegalStateException("There is no memory for " + label(region));
    }
    return block;
  }

  /// The queue for runs on these blocks.
  RunQueue queue() {
    if (queue == null) {
      queue = device.openQueue();
    }
    return queue;
  }

  /// Changes whenever sessions that share the arena have replaced its block.
  long arenaVersion() {
    return sharedArena == null ? 0 : sharedArena.version();
  }

  /// The staging memory of the inputs or outputs, or null if the host reaches them.
  @Nullable DeviceMemory staging(Region region) {
    return staging.get(region);
  }

  /// The inputs or outputs where the host reaches them: the block itself, or its staging memory.
  MemorySegment host(Region region) {
    DeviceMemory staged = staging.get(region);
    return Objects.requireNonNull((staged == null ? block(region) : staged).host());
  }

  /// The bytes of a block of the lane's own.
  long bytes(Region region) {
    DeviceMemory block = blocks.get(region);
    return block == null ? 0 : block.bytes();
  }

  /// The bytes of staging memory.
  long stagingBytes() {
    return hostAccount.liveBytes();
  }

  @Override
  public void close() {
    if (queue != null) {
      queue.close();
      queue = null;
    }
    for (Region region : own) {
      free(region);
    }
    allocations = account.allocations();
  }
}
