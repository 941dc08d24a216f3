package io.scopegraph.runtime;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Who runs on which lane of a session. A monitor, as waiting for one allocates nothing.
///
/// A thread gets the lane that it had last, if it is free, or one that nobody had yet. So as long
/// as no more threads run a session than it has lanes, the results of a thread are overwritten by
/// its own next run only.
final class LanePool {
  private final String session;
  private final ImmutableList<Lane> lanes;
  private long turns;
  private boolean closed;

  LanePool(String session, List<Lane> lanes) {
    this.session = session;
    this.lanes = ImmutableList.copyOf(lanes);
  }

  /// All lanes, whoever has them.
  ImmutableList<Lane> lanes() {
    return lanes;
  }

  /// Takes a lane, waiting for one if need be.
  ///
  /// @throws IllegalStateException if the session is closed, or this thread is in a run of it
  synchronized Lane acquire() {
    boolean interrupted = false;
    try {
      while (true) {
        checkOpen();
        if (isHeldHere()) {
          throw new IllegalStateException(
              "Session \"%s\" is running in this thread: it cannot be used by the reader of its own results"
                  .formatted(session));
        }
        Lane lane = free();
        if (lane != null) {
          lane.take(++turns);
          return lane;
        }
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private @Nullable Lane free() {
    Lane best = null;
    for (int i = 0; i < lanes.size(); i++) {
      Lane lane = lanes.get(i);
      if (lane.isHeld()) {
        continue;
      }
      if (lane.wasHeldHere()) {
        return lane;
      }
      best = best == null || lane.lastTurn() < best.lastTurn() ? lane : best;
    }
    return best;
  }

  synchronized void release(Lane lane) {
    lane.giveBack();
    if (closed) {
      notifyAll();
    } else {
      notify();
    }
  }

  /// Does something with each lane that is free.
  void withFree(Consumer<Lane> action) {
    for (Lane lane : lanes) {
      if (takeIfFree(lane)) {
        try {
          action.accept(lane);
        } finally {
          release(lane);
        }
      }
    }
  }

  private synchronized boolean takeIfFree(Lane lane) {
    if (closed || lane.isHeld()) {
      return false;
    }
    lane.hold();
    return true;
  }

  /// Whether this thread has a lane.
  synchronized boolean isHeldHere() {
    for (int i = 0; i < lanes.size(); i++) {
      if (lanes.get(i).isHeldHere()) {
        return true;
      }
    }
    return false;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /// @throws IllegalStateException if the session is closed
  synchronized void checkOpen() {
    if (closed) {
      throw new IllegalStateException("Session \"" + session + "\" is closed");
    }
  }

  /// Admits no further run.
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /// Waits until nobody has a lane.
  synchronized void awaitIdle() {
    boolean interrupted = false;
    while (!isIdle()) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Whether the pool is closed and nobody has a lane.
  synchronized boolean isFinished() {
    return closed && isIdle();
  }

  private boolean isIdle() {
    for (int i = 0; i < lanes.size(); i++) {
      if (lanes.get(i).isHeld()) {
        return false;
      }
    }
    return true;
  }
}
