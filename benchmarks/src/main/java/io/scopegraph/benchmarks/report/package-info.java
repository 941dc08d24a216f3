/// What was measured, as a table, as JSON and as a chart.
@NullMarked
package io.scopegraph.benchmarks.report;

import org.jspecify.annotations.NullMarked;
