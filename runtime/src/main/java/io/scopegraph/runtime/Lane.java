package io.scopegraph.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// One arena of a session, with inputs, outputs and what is bound to them. Runs on a lane are done
/// one after the other; whoever has taken the lane from the [LanePool] has it for himself.
final class Lane implements AutoCloseable {
  private final LaneMemory memory;
  private final RunStamp stamp;
  private final List<Specialisation> specialisations = new ArrayList<>();

  // The threads that have the lane and had it for its last run, 0 for none; guarded by the pool.
  private long holder;
  private long lastThread;
  private long lastTurn;

  Lane(LaneMemory memory, RunStamp stamp) {
    this.memory = memory;
    this.stamp = stamp;
  }

  LaneMemory memory() {
    return memory;
  }

  RunStamp stamp() {
    return stamp;
  }

  /// What belongs to a plan on this lane. Allocates nothing if it was asked for before.
  Specialisation specialisation(PlannedShapes planned) {
    for (int i = 0; i < specialisations.size(); i++) {
      if (specialisations.get(i).planned() == planned) {
        return specialisations.get(i);
      }
    }
    Specialisation added = new Specialisation(planned);
    specialisations.add(added);
    return added;
  }

  /// Closes what belongs to plans that are not kept any more.
  void prune() {
    for (int i = specialisations.size() - 1; i >= 0; i--) {
      if (specialisations.get(i).planned().isForgotten()) {
        specialisations.remove(i).close();
      }
    }
  }

  /// How each plan runs that is bound here.
  void describe(Consumer<? super RunMode> target) {
    specialisations.forEach(each -> each.describe(target));
  }

  /// Unbinds everything, so that blocks can be replaced; results are gone then.
  void unbind() {
    specialisations.forEach(Specialisation::unbind);
  }

  /// Gives back weights and blocks; the lane can be bound again.
  void empty() {
    specialisations.forEach(Specialisation::close);
    memory.close();
  }

  @Override
  public void close() {
    stamp.close();
    empty();
    specialisations.clear();
  }

  /// Whether some thread has it.
  boolean isHeld() {
    return holder != 0;
  }

  /// Whether this thread has it.
  boolean isHeldHere() {
    return holder == Thread.currentThread().threadId();
  }

  /// Takes it for other things than a run.
  void hold() {
    holder = Thread.currentThread().threadId();
  }

  /// Takes it for a run.
  void take(long turn) {
    hold();
    lastThread = holder;
    lastTurn = turn;
  }

  void giveBack() {
    holder = 0;
  }

  /// Whether this thread had it for the last run.
  boolean wasHeldHere() {
    return lastThread == Thread.currentThread().threadId();
  }

  long lastTurn() {
    return lastTurn;
  }
}
