package io.scopegraph.benchmarks.suite;

import com.google.common.collect.ImmutableList;
import io.scopegraph.benchmarks.engine.Engine;
import io.scopegraph.benchmarks.engine.ScopegraphEngine;
import io.scopegraph.benchmarks.measure.Alternation;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// How groups of cases run.
///
/// @param ours the engine that is compared
/// @param peers what it is compared with
/// @param threads numbers of threads, one after the other
/// @param batches numbers of images in a run
/// @param filter cases whose name it is not found in are left out
/// @param shared the folder of models that are too big for the repository
/// @param progress told of each case that is done
public record Settings(
    ScopegraphEngine ours,
    ImmutableList<Engine> peers,
    ImmutableList<Integer> threads,
    ImmutableList<Integer> batches,
    Pattern filter,
    Alternation alternation,
    Launches launches,
    Path shared,
    Consumer<String> progress) {
  /// What the groups do that start JVMs of their own.
  ///
  /// @param count of launches of a case
  /// @param reach the ratio that is counted
  public record Launches(int count, double reach) {}

  /// `1 thread`, `2 threads`.
  static String threadCount(int threads) {
    return threads == 1 ? "1 thread" : threads + " threads";
  }

  public boolean wants(String caseName) {
    return filter.matcher(caseName).find();
  }
}
