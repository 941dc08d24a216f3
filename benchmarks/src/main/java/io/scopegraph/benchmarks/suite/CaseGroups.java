package io.scopegraph.benchmarks.suite;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;

/// All groups of cases.
public final class CaseGroups {
  private static final ImmutableMap<String, CaseGroup> GROUPS =
      Maps.uniqueIndex(
          ImmutableList.of(
              new SpecifiedLayers(),
              new WholeNetworks(),
              new OcrCases(),
              new LightModels(),
              new OddShapes(),
              new ThreadScaling(),
              new ConcurrentSessions(),
              new ColdStarts(),
              new FreshLaunches()),
          CaseGroup::name);

  private CaseGroups() {}

  /// By the names that the command line takes, in the order in which they run.
  public static ImmutableMap<String, CaseGroup> byName() {
    return GROUPS;
  }
}
