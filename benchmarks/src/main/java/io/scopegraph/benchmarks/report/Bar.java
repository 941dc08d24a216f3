package io.scopegraph.benchmarks.report;

import io.scopegraph.benchmarks.measure.Spread;

/// One bar of a chart: a speed, where that of the other engine is 1.
public record Bar(String label, Spread speed) {}
