package io.scopegraph.cpu.tier;

import io.scopegraph.cpu.kernel.FloatKernels;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the JIT compiler compile vector kernels before real data reach them: calls those that are
/// wanted on synthetic data, in a thread of its own, until they are compiled.
///
/// The thread is a daemon and ends when nothing is left to do.
final class Warmer {
  private static final Logger LOG = LoggerFactory.getLogger(Warmer.class);

  /// The name of the thread.
  static final String THREAD = "scopegraph-warm-up";

  /// How long one kernel is called before it is the next one's turn.
  private static final long SLICE_NANOS = 2_000_000;

  /// On so few processors vectors wait until the first run is over, which would be slower for them.
  private static final int FEW_PROCESSORS = 3;

  /// They wait no longer than this.
  private static final long MOST_WAITING_MILLIS = 1_500;

  /// A kernel that is not compiled after this many calls never will be.
  private static final int MOST_CALLS = 80_000;

  private final FloatKernels scalar;
  private final FloatKernels vectors;
  private final Object lock = new Object();
  private final Deque<Tier> wanted = new ArrayDeque<>();
  private final Set<Tier> known = new HashSet<>();
  private int unfinished;
  private boolean running;
  private boolean held = Runtime.getRuntime().availableProcessors() <= FEW_PROCESSORS;
  // Used by the warmer's threads only, of which there is one at a time.
  private boolean scalarIsWarm;

  /// @param scalar the kernels of the lower tier
  /// @param vectors those of the upper tier
  Warmer(FloatKernels scalar, FloatKernels vectors) {
    this.scalar = scalar;
    this.vectors = vectors;
  }

  /// Takes on a kernel, once.
  void add(Tier tier) {
    synchronized (lock) {
      if (!known.add(tier)) {
        return;
      }
      unfinished++;
      wanted.add(tier);
      start();
    }
  }

  /// Warms the scalar kernels up, so that the first run finds them compiled.
  void start() {
    synchronized (lock) {
      if (!running) {
        running = true;
        Thread.ofPlatform().daemon().name(THREAD).start(this::work);
      }
    }
  }

  /// Waits until no kernel that was taken on is left.
  ///
  /// @throws InterruptedException if the thread is interrupted while it waits
  void await() throws InterruptedException {
    release();
    synchronized (lock) {
      while (unfinished > 0) {
        lock.wait();
      }
    }
  }

  /// Lets vectors be trained now: a run is over, or nobody runs before they are done.
  void release() {
    synchronized (lock) {
      held = false;
      lock.notifyAll();
    }
  }

  private void awaitRelease() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MOST_WAITING_MILLIS);
    synchronized (lock) {
      for (long left; held && (left = end - System.nanoTime()) > 0; ) {
        TimeUnit.NANOSECONDS.timedWait(lock, left);
      }
      held = false;
    }
  }

  private void work() {
    List<Training> trainings = new ArrayList<>();
    try {
      if (!scalarIsWarm) {
        scalarIsWarm = true;
        ScalarWarmUp.run(scalar);
      }
      if (isIdle()) {
        return;
      }
      awaitRelease();
      AllocationMeter meter = new AllocationMeter();
      while (take(trainings, meter)) {
        if (trainings.stream().allMatch(Training::isWaiting)) {
          // The compiler needs the processor more.
          LockSupport.parkNanos(SLICE_NANOS);
        }
        boolean busy = false;
        for (Iterator<Training> each = trainings.iterator(); each.hasNext(); ) {
          Training training = each.next();
          // One after the other, in the order in which they were first called: the compiler is what
          // takes long.
          if (busy && !training.isWaiting()) {
            continue;
          }
          busy |= !training.isWaiting();
          if (training.train(SLICE_NANOS)) {
            each.remove();
            training.tier().rise(vectors);
            LOG.debug("{} runs on vectors after {} calls", training.name(), training.calls());
            finish();
          } else if (training.calls() > MOST_CALLS) {
            each.remove();
            LOG.debug("{} stays scalar: not compiled", training.name());
            finish();
          }
        }
      }
    } catch (InterruptedException e) {
      giveUp();
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("CPU kernels: those that are not yet on vectors stay scalar, because {}", e, e);
      giveUp();
    }
  }

  /// Whether nothing is wanted yet, with which the thread ends.
  private boolean isIdle() {
    synchronized (lock) {
      running = !wanted.isEmpty();
      return !running;
    }
  }

  /// Adds what is wanted to the trainings.
  ///
  /// @return whether there is anything to do; the thread ends otherwise
  private boolean take(List<Training> trainings, AllocationMeter meter) {
    synchronized (lock) {
      for (Tier tier; (tier = wanted.poll()) != null; ) {
        trainings.add(new Training(tier, vectors, meter));
      }
      running = !trainings.isEmpty();
      return running;
    }
  }

  private void finish() {
    synchronized (lock) {
      unfinished--;
      lock.notifyAll();
    }
  }

  /// Nobody waits for what will not come.
  private void giveUp() {
    synchronized (lock) {
      wanted.clear();
      unfinished = 0;
      lock.notifyAll();
    }
  }
}
