package io.scopegraph.benchmarks.report;

import com.google.common.base.Strings;
import io.scopegraph.benchmarks.measure.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A section as a table of plain text, numbers at the right of their columns.
public final class TextTable {
  private static final String MISSING = "-";
  private static final String GAP = "  ";

  private TextTable() {}

  public static String write(Section section) {
    StringBuilder text = new StringBuilder();
    text.append(section.title()).append('\n');
    List<List<String>> lines = new ArrayList<>();
    lines.add(section.columns().stream().map(Column::heading).toList());
    for (Map<String, Object> row : section.rows()) {
      lines.add(
          section.columns().stream().map(column -> cell(row.get(column.key()), column)).toList());
    }
    for (List<String> line : lines) {
      text.append(line(section, lines, line)).append('\n');
    }
    section
        .summary()
        .forEach(
            (name, value) -> text.append(String.format(Locale.ROOT, "%s: %.3f%n", name, value)));
    section.notes().forEach(note -> text.append(note).append('\n'));
    return text.toString();
  }

  private static String line(Section section, List<List<String>> lines, List<String> line) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < line.size(); i++) {
      int column = i;
      int width = lines.stream().mapToInt(each -> each.get(column).length()).max().orElse(0);
      String key = section.columns().get(column).key();
      boolean words = section.rows().stream().anyMatch(row -> row.get(key) instanceof String);
      String cell = line.get(column);
      text.append(i == 0 ? "" : GAP)
          .append(words ? Strings.padEnd(cell, width, ' ') : Strings.padStart(cell, width, ' '));
    }
    return text.toString().stripTrailing();
  }

  private static String cell(@Nullable Object value, Column column) {
    return switch (value) {
      case null -> MISSING;
      case Double number -> number(number, column.digits());
      case Spread spread ->
          "%s (%s to %s)"
              .formatted(
                  number(spread.median(), column.digits()),
                  number(spread.least(), column.digits()),
                  number(spread.greatest(), column.digits()));
      default -> value.toString();
    };
  }

  private static String number(double value, int digits) {
    String format = value != 0 && Math.abs(value) < 1e-3 ? "%.1e" : "%." + digits + "f";
    return String.format(Locale.ROOT, format, value);
  }
}
