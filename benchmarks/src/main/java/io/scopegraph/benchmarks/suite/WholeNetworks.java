package io.scopegraph.benchmarks.suite;

import io.scopegraph.benchmarks.network.Network;
import io.scopegraph.benchmarks.network.Workloads;
import io.scopegraph.benchmarks.report.Section;

/// Four convolutional networks built with scopes, on batches of images.
public final class WholeNetworks implements CaseGroup {
  @Override
  public String name() {
    return "nets";
  }

  @Override
  public String description() {
    return "whole networks built with scopes";
  }

  @Override
  public Section run(Settings settings) {
    SideBySide table = SideBySide.of(this, settings);
    for (int batch : settings.batches()) {
      for (Network network : Network.values()) {
        String name = caseName(network, batch);
        if (settings.wants(name)) {
          table.compare(SideBySide.Case.of(Workloads.built(name, network.graph(batch))));
        }
      }
    }
    return table.finish();
  }

  static String caseName(Network network, int batch) {
    return "%s b%d".formatted(network.title(), batch);
  }
}
