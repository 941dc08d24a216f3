package io.scopegraph.cpu.pool;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A place where one caller at a time lays out numbered tasks for itself and for helpers.
///
/// All that decides who may take what stands in one word: the tasks that are unclaimed, the seats
/// that are free for helpers, and the seats that are taken. A helper takes its seat together with
/// its first task. From then on until it has counted its tasks as finished the work cannot end, so
/// that what it sees here is of this very work, and the number of its seat is its own.
final class Job extends Spacing {
  private static final int WORD = Spacing.LONGS;
  private static final int UNFINISHED = 2 * Spacing.LONGS;
  private static final int OWNED = 3 * Spacing.LONGS;
  private static final long TASK = 1;
  private static final long FREE_SEAT = 1L << 32;
  private static final long TAKEN_SEAT = 1L << 48;
  private static final int NONE = -1;

  private final AtomicLongArray numbers = new AtomicLongArray(4 * Spacing.LONGS);
  // Written before the word and read after it by those who took a task.
  private WorkerPool.@Nullable Task body;
  private int tasks;
  private volatile @Nullable Thread waiting;
  private volatile @Nullable Throwable failure;

  /// Makes the place the caller's own, unless another has it.
  boolean acquire() {
    return numbers.get(OWNED) == 0 && numbers.compareAndSet(OWNED, 0, 1);
  }

  void release() {
    numbers.setRelease(OWNED, 0);
  }

  /// Lays out the tasks.
  ///
  /// @param seats how many helpers may join
  void open(int count, int seats, WorkerPool.Task task) {
    body = task;
    tasks = count;
    numbers.setPlain(UNFINISHED, count);
    numbers.set(WORD, count * TASK + seats * FREE_SEAT);
  }

  /// How many helpers have joined, or a great number if no more can.
  int helpers() {
    long word = numbers.get(WORD);
    return hasRoom(word) ? (int) (word >>> 48) : Integer.MAX_VALUE;
  }

  int freeSeats() {
    return freeSeats(numbers.get(WORD));
  }

  boolean hasRoom() {
    return hasRoom(numbers.get(WORD));
  }

  private static boolean hasRoom(long word) {
    return (int) word != 0 && freeSeats(word) != 0;
  }

  private static int freeSeats(long word) {
    return (int) (word >>> 32) & 0xffff;
  }

  /// Takes a seat, if there is one, and works until no task is left.
  ///
  /// @param stays asked before each task but the first whether the helper may stay
  /// @return whether there was a seat
  boolean help(BooleanSupplier stays) {
    long word = numbers.get(WORD);
    while (hasRoom(word)) {
      long seen = numbers.compareAndExchange(WORD, word, word - FREE_SEAT + TAKEN_SEAT - TASK);
      if (seen == word) {
        work(freeSeats(word), tasks - (int) word, stays);
        return true;
      }
      word = seen;
    }
    return false;
  }

  /// Works on what is unclaimed as worker 0, waits for the helpers and returns what a task threw.
  @Nullable Throwable complete() {
    int first = claim();
    if (first != NONE) {
      work(0, first, () -> true);
    }
    await();
    Throwable thrown = failure;
    if (thrown != null) {
      failure = null;
    }
    body = null;
    return thrown;
  }

  private int claim() {
    long word = numbers.get(WORD);
    while ((int) word != 0) {
      long seen = numbers.compareAndExchange(WORD, word, word - TASK);
      if (seen == word) {
        return tasks - (int) word;
      }
      word = seen;
    }
    return NONE;
  }

  private void work(int worker, int first, BooleanSupplier stays) {
    int done = 0;
    WorkerPool.Task work = Objects.requireNonNull(body);
    try {
      for (int task = first; task != NONE; task = stays.getAsBoolean() ? claim() : NONE) {
        done++;
        work.run(task, worker);
      }
    } catch (Throwable thrown) {
      if (failure == null) {
        failure = thrown;
      }
      done += (int) numbers.getAndSet(WORD, 0);
    }
    if (numbers.addAndGet(UNFINISHED, -done) == 0) {
      Thread thread = waiting;
      if (thread != null) {
        LockSupport.unpark(thread);
      }
    }
  }

  private void await() {
    if (isFinished() || spin()) {
      return;
    }
    boolean interrupted = false;
    waiting = Thread.currentThread();
    while (!isFinished()) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    waiting = null;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean spin() {
    long start = System.nanoTime();
    while (System.nanoTime() - start < Crew.SPIN_NANOS) {
      if (isFinished()) {
        return true;
      }
      Thread.onSpinWait();
    }
    return isFinished();
  }

  private boolean isFinished() {
    return numbers.get(UNFINISHED) == 0;
  }
}
