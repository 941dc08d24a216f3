package io.scopegraph.runtime;

import io.scopegraph.runtime.spi.DeviceMemory;
import org.jspecify.annotations.Nullable;

/// One arena for several sessions of one store, which take turns: while one of them runs, the
/// others wait. It is as large as the largest plan of any of them. Inputs and outputs stay each
/// session's own, so results are overwritten by later runs of the same session only.
///
/// ```java
/// SharedArena arena = new SharedArena("ocr");
/// Session detection = Session.open(detector, options.store(store).sharedArena(arena).build());
/// Session recognition = Session.open(recogniser, options.store(store).sharedArena(arena).build());
/// ```
///
/// It grows when a session binds a plan that needs more, never within a run, and is given back when
/// the last of its sessions is closed. Safe for use by any thread.
public final class SharedArena {
  private final String name;
  private final Object turn = new Object();

  private @Nullable VariableStore store;
  private @Nullable MemoryAccount account;
  private String label = "";
  private int members;
  private long version;

  private volatile @Nullable DeviceMemory block;

  /// An arena without memory, for the options of sessions.
  ///
  /// @param name for reports
  public SharedArena(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  /// The bytes that are reserved now.
  public long bytes() {
    DeviceMemory now = block;
    return now == null ? 0 : now.bytes();
  }

  /// What a session holds while it runs or binds.
  Object turn() {
    return turn;
  }

  /// Admits a session.
  ///
  /// @throws IllegalArgumentException if there are sessions of another store
  void join(VariableStore joining) {
    synchronized (turn) {
      if (members > 0 && store != joining) {
        throw new IllegalArgumentException(
            "The shared arena \"%s\" belongs to sessions of another store".formatted(name));
      }
      if (members == 0) {
        store = joining;
        account = joining.device().account().part();
        label = joining.admit(name);
      }
      members++;
    }
  }

  /// Dismisses a session, nothing of which is bound any more.
  void leave() {
    synchronized (turn) {
      members--;
      VariableStore left = store;
      if (members > 0 || left == null) {
        return;
      }
      free();
      left.leave(label);
      store = null;
      account = null;
    }
  }

  boolean fits(long bytes) {
    DeviceMemory now = block;
    return now != null && now.bytes() >= bytes;
  }

  /// Makes it large enough; the caller has the turn.
  ///
  /// @throws io.scopegraph.runtime.spi.DeviceException if there is no memory
  void grow(long bytes) {
    VariableStore owner = store;
    MemoryAccount own = account;
    if (fits(bytes) || owner == null || own == null) {
      return;
    }
    free();
    try {
      block = owner.device().allocate(name + " shared arena", bytes, own);
    } finally {
      owner.record(new MemoryReport.SessionBytes(label, MemoryReport.NONE, bytes(), 0, 0));
    }
  }

  private void free() {
    DeviceMemory now = block;
    block = null;
    version++;
    if (now != null) {
      now.close();
    }
  }

  /// The block; the caller has the turn.
  DeviceMemory block() {
    DeviceMemory now = block;
    if (now == null) {
      throw new IllegalStateException("There is no memory for the shared arena " + name);
    }
    return now;
  }

  /// Changes whenever the block is replaced; the caller has the turn.
  long version() {
    return version;
  }
}
