package io.scopegraph.benchmarks.suite;

import io.scopegraph.benchmarks.report.Section;

/// Cases that belong together.
public interface CaseGroup {
  /// As it is called on the command line.
  String name();

  /// What it compares, in a line.
  String description();

  /// Measures the cases that the settings want.
  Section run(Settings settings);
}
