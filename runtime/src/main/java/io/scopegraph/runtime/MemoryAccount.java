package io.scopegraph.runtime;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Counts what is reserved on a device for somebody. An account can be a part of a greater one,
/// which counts its bytes too.
final class MemoryAccount {
  private final @Nullable MemoryAccount whole;
  private final AtomicLong liveBytes = new AtomicLong();
  private final AtomicLong liveBlocks = new AtomicLong();
  private final AtomicLong allocations = new AtomicLong();

  MemoryAccount() {
    this(null);
  }

  private MemoryAccount(@Nullable MemoryAccount whole) {
    this.whole = whole;
  }

  /// A part of this account.
  MemoryAccount part() {
    return new MemoryAccount(this);
  }

  void reserved(long bytes) {
    liveBytes.addAndGet(bytes);
    liveBlocks.incrementAndGet();
    allocations.incrementAndGet();
    if (whole != null) {
      whole.reserved(bytes);
    }
  }

  void givenBack(long bytes) {
    liveBytes.addAndGet(-bytes);
    liveBlocks.decrementAndGet();
    if (whole != null) {
      whole.givenBack(bytes);
    }
  }

  /// The bytes that are reserved now.
  long liveBytes() {
    return liveBytes.get();
  }

  /// The number of blocks that are reserved now.
  long liveBlocks() {
    return liveBlocks.get();
  }

  /// How often something was reserved since the beginning.
  long allocations() {
    return allocations.get();
  }
}
