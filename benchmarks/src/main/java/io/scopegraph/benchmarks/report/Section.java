package io.scopegraph.benchmarks.report;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Map;

/// What one group of cases gave.
///
/// @param key its name on the command line and in JSON
/// @param rows values by the keys of columns: texts, whole numbers, numbers and spreads; what is
///   missing was not measured
/// @param summary figures of the whole group
/// @param bars for the chart; empty if there is nothing to draw
/// @param notes for people: what was left out, and why
public record Section(
    String key,
    String title,
    ImmutableList<Column> columns,
    ImmutableList<ImmutableMap<String, Object>> rows,
    ImmutableMap<String, Double> summary,
    ImmutableList<Bar> bars,
    ImmutableList<String> notes) {
  public static Builder builder(String key, String title, Column... columns) {
    return new Builder(key, title, ImmutableList.copyOf(columns));
  }

  /// Collects a section.
  public static final class Builder {
    private final String key;
    private final String title;
    private final ImmutableList<Column> columns;
    private final ImmutableList.Builder<ImmutableMap<String, Object>> rows =
        ImmutableList.builder();
    private final ImmutableMap.Builder<String, Double> summary = ImmutableMap.builder();
    private final ImmutableList.Builder<Bar> bars = ImmutableList.builder();
    private final ImmutableList.Builder<String> notes = ImmutableList.builder();

    private Builder(String key, String title, ImmutableList<Column> columns) {
      this.key = key;
      this.title = title;
      this.columns = columns;
    }

    @CanIgnoreReturnValue
    public Builder row(Map<String, ?> values) {
      rows.add(ImmutableMap.copyOf(values));
      return this;
    }

    @CanIgnoreReturnValue
    public Builder summary(String name, double value) {
      summary.put(name, value);
      return this;
    }

    @CanIgnoreReturnValue
    public Builder bar(Bar bar) {
      bars.add(bar);
      return this;
    }

    @CanIgnoreReturnValue
    public Builder note(String note) {
      notes.add(note);
      return this;
    }

    public Section build() {
      return new Section(
          key, title, columns, rows.build(), summary.buildOrThrow(), bars.build(), notes.build());
    }
  }
}
