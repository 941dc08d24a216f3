package io.scopegraph.benchmarks.measure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Times contenders in turn, so that whatever slows the machine slows all of them.
///
/// Each contender is warmed up first. A round then gives each a pause and an untimed run, because
/// threads of the one before may still be spinning, and a block of timed runs, of which the median
/// counts. Who begins changes from round to round.
///
/// @param warm how long each contender runs before anything counts
public record Alternation(int rounds, Duration warm) {
  private static final long PAUSE_NANOS = 60_000_000;
  private static final double BLOCK_MILLIS = 300;
  private static final int FEWEST_RUNS = 3;
  private static final int MOST_RUNS = 500;

  /// One that is timed: does something once.
  @FunctionalInterface
  public interface Contender {
    void run();
  }

  /// Something that says by itself how long each of some runs took, in milliseconds.
  @FunctionalInterface
  public interface SelfTimed {
    double[] millis(int runs);
  }

  public Alternation {
    if (rounds < 1) {
      throw new IllegalArgumentException("There must be at least one round, found " + rounds);
    }
  }

  /// The times of all rounds, in milliseconds: a row for each contender.
  public double[][] time(List<? extends Contender> contenders) {
    int[] runs = new int[contenders.size()];
    for (int i = 0; i < runs.length; i++) {
      runs[i] = runsInBlock(warmUp(contenders.get(i)));
    }
    double[][] millis = new double[contenders.size()][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int turn = 0; turn < runs.length; turn++) {
        int index = (round + turn) % runs.length;
        Contender contender = contenders.get(index);
        LockSupport.parkNanos(PAUSE_NANOS);
        contender.run();
        millis[index][round] = Spread.of(block(contender, runs[index])).median();
      }
    }
    return millis;
  }

  /// The same for contenders with clocks of their own, which are warm.
  public double[][] timeBySelf(List<? extends SelfTimed> contenders) {
    int[] runs = new int[contenders.size()];
    for (int i = 0; i < runs.length; i++) {
      runs[i] = runsInBlock(Spread.of(contenders.get(i).millis(FEWEST_RUNS)).median());
    }
    double[][] millis = new double[runs.length][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int turn = 0; turn < runs.length; turn++) {
        int index = (round + turn) % runs.length;
        LockSupport.parkNanos(PAUSE_NANOS);
        millis[index][round] = Spread.of(contenders.get(index).millis(runs[index])).median();
      }
    }
    return millis;
  }

  /// Runs a contender for as long as warming up takes.
  ///
  /// @return the time of its last run, in milliseconds
  public double warmUp(Contender contender) {
    long start = System.nanoTime();
    long end = start + warm.toNanos();
    long last;
    do {
      last = start;
      contender.run();
      start = System.nanoTime();
    } while (start < end);
    return (start - last) / 1e6;
  }

  private static int runsInBlock(double millis) {
    return (int) Math.clamp(BLOCK_MILLIS / millis, FEWEST_RUNS, MOST_RUNS);
  }

  private static double[] block(Contender contender, int runs) {
    double[] millis = new double[runs];
    for (int run = 0; run < runs; run++) {
      long start = System.nanoTime();
      contender.run();
      millis[run] = (System.nanoTime() - start) / 1e6;
    }
    return millis;
  }

  /// The spread of the ratio of two rows of times, round by round.
  public static Spread ratio(double[] numerators, double[] denominators) {
    double[] ratios = new double[numerators.length];
    for (int round = 0; round < ratios.length; round++) {
      ratios[round] = numerators[round] / denominators[round];
    }
    return Spread.of(ratios);
  }
}
