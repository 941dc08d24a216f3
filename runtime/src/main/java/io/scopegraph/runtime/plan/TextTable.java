package io.scopegraph.runtime.plan;

import com.google.common.base.Strings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Aligned columns: the first ones to the left, numbers to the right.
public final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();
  private final String alignment;

  /// An empty table.
  ///
  /// @param alignment one letter a column, `l` or `r`
  public TextTable(String alignment) {
    this.alignment = alignment;
  }

  /// Adds a row.
  public void row(Object... cells) {
    rows.add(Arrays.stream(cells).map(String::valueOf).toList());
  }

  /// All rows, each ended by a line break and without trailing blanks.
  @Override
  public String toString() {
    int[] widths = new int[alignment.length()];
    for (List<String> row : rows) {
      for (int column = 0; column < row.size(); column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String cell = row.get(column);
        line.append(column == 0 ? "" : "  ");
        line.append(
            alignment.charAt(column) == 'r'
                ? Strings.padStart(cell, widths[column], ' ')
                : Strings.padEnd(cell, widths[column], ' '));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
