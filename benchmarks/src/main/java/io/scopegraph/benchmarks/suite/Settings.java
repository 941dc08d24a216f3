package io.scopegraph.benchmarks.suite;

import com.google.common.collect.ImmutableList;
import io.scopegraph.benchmarks.engine.Engine;
import io.scopegraph.benchmarks.measure.Alternation;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// How groups of cases run.
///
/// @param ours the engine that is compared
/// @param peers what it is compared with
/// @param threads numbers of threads, one after the other
/// @param batches numbers of images in a run
/// @param filter cases whose name it is not found in are left out
/// @param progress told of each case that is done
public record Settings(
    Engine ours,
    ImmutableList<Engine> peers,
    ImmutableList<Integer> threads,
    ImmutableList<Integer> batches,
    Pattern filter,
    Alternation alternation,
    Consumer<String> progress) {
  public boolean wants(String caseName) {
    return filter.matcher(caseName).find();
  }
}
