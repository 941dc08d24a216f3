package io.scopegraph.cpu.tier;

import io.scopegraph.cpu.kernel.FloatKernels;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the JIT compiler compile vector kernels before real data reach them: calls those that are
/// wanted on synthetic data, in a thread of its own, until they are compiled.
///
/// The thread is a daemon and ends when nothing is left to do.
final class Warmer {
  private static final Logger LOG = LoggerFactory.getLogger(Warmer.class);

  /// The name of the thread.
  static final String THREAD = "scopegraph-cpu-warm-up";

  /// How long one kernel is called before it is the next one's turn.
  private static final long SLICE_NANOS = 2_000_000;

  /// A kernel that is not compiled after this many calls never will be.
  private static final int MOST_CALLS = 2_000_000;

  private final FloatKernels vectors;
  private final Object lock = new Object();
  private final Deque<Tier> wanted = new ArrayDeque<>();
  private final Set<Tier> known = new HashSet<>();
  private int unfinished;
  private boolean running;

  /// @param vectors the kernels of the upper tier
  Warmer(FloatKernels vectors) {
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
    synchronized (lock) {
      while (unfinished > 0) {
        lock.wait();
      }
    }
  }

  private void work() {
    List<Training> trainings = new ArrayList<>();
    try {
      AllocationMeter meter = new AllocationMeter();
      while (take(trainings, meter)) {
        for (Iterator<Training> each = trainings.iterator(); each.hasNext(); ) {
          Training training = each.next();
          if (training.train(SLICE_NANOS)) {
            each.remove();
            training.tier().rise(vectors);
            LOG.debug(
                "{} runs on vectors after {} calls", training.tier().exercise().name(), training.calls());
            finish();
          } else if (training.calls() > MOST_CALLS) {
            each.remove();
            LOG.debug("{} stays scalar: not compiled", training.tier().exercise().name());
            finish();
          }
        }
      }
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("CPU kernels: those that are not yet on vectors stay scalar, because {}", e, e);
      giveUp();
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
