package io.scopegraph.drawing.plan;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import io.scopegraph.drawing.internal.Markup;
import io.scopegraph.drawing.plan.PlanPicture.Block;
import io.scopegraph.runtime.plan.ByteSizes;
import io.scopegraph.runtime.plan.TextTable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Draws a memory plan in letters, for terminals: ops go across, addresses of the arena go up. A
/// cell shows the buffer that lies in its middle; the greatest buffers have the letters that the
/// list below names, all others `+`.
public final class PlanChart {
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int MOST_ROWS = 24;
  private static final int LISTED = 26;

  private final PlanPicture picture;
  private final int rows;
  private final int columns;
  private final ImmutableList<Block> named;
  private final Map<Block, Character> letters = new HashMap<>();

  private PlanChart(PlanPicture picture, int width) {
    this.picture = picture;
    this.rows = (int) Math.min(MOST_ROWS, Math.max(1, picture.arenaBytes()));
    this.columns = Math.max(1, Math.min(width, picture.ops().size()));
    this.named =
        picture.blocks().stream()
            .sorted(Comparator.comparingDouble(PlanChart::area).reversed())
            .limit(LISTED)
            .collect(ImmutableList.toImmutableList());
    for (int i = 0; i < named.size(); i++) {
      letters.put(named.get(i), LETTERS.charAt(i));
    }
  }

  private static double area(Block block) {
    return (double) block.bytes() * (block.last() - block.first() + 1);
  }

  /// The chart and the list of the letters.
  ///
  /// @param width the most columns that ops may take
  public static String write(PlanPicture picture, int width) {
    if (width < 1) {
      throw new IllegalArgumentException("The width must be 1 or more, found " + width);
    }
    return picture.blocks().isEmpty()
        ? "The arena is empty\n"
        : new PlanChart(picture, width).chart();
  }

  private String chart() {
    char[][] cells = new char[rows][columns];
    for (char[] row : cells) {
      Arrays.fill(row, '.');
    }
    picture.blocks().forEach(block -> fill(cells, block));
    List<String> labels = labels();
    int margin = labels.stream().mapToInt(String::length).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (int row = rows - 1; row >= 0; row--) {
      text.append(Strings.padStart(labels.get(row), margin, ' '));
      text.append(" |").append(cells[row]).append('\n');
    }
    text.append(Strings.padStart("op", margin, ' ')).append(" +").append(axis()).append('\n');
    text.append("\npeak (^): op %d %s\n".formatted(picture.peakOp(), peakName()));
    text.append(picture.arenaLine()).append("\n\n").append(list());
    return text.toString();
  }

  private String peakName() {
    return Markup.oneLine(picture.ops().get(picture.peakOp()).name());
  }

  private void fill(char[][] cells, Block block) {
    char letter = letters.getOrDefault(block, '+');
    for (int column = 0; column < columns; column++) {
      if (!block.isLiveAt(op(column))) {
        continue;
      }
      for (int row = 0; row < rows; row++) {
        double middle = (row + 0.5) * picture.arenaBytes() / rows;
        if (block.offset() <= middle && middle < block.end()) {
          cells[row][column] = letter;
        }
      }
    }
  }

  /// The op that a column shows; the peak's own column shows the peak.
  private int op(int column) {
    int peakColumn = column(picture.peakOp());
    return column == peakColumn
        ? picture.peakOp()
        : (int) ((long) column * picture.ops().size() / columns);
  }

  private int column(int op) {
    return (int) ((long) op * columns / picture.ops().size());
  }

  /// The addresses beside some rows, from the bottom up.
  private List<String> labels() {
    String[] labels = new String[rows];
    Arrays.fill(labels, "");
    for (int row = 0; row < rows; row += 4) {
      labels[row] = Ticks.label((long) ((double) row * picture.arenaBytes() / rows));
    }
    labels[rows - 1] = ByteSizes.human(picture.arenaBytes());
    return List.of(labels);
  }

  private String axis() {
    char[] axis = new char[columns];
    Arrays.fill(axis, '-');
    axis[column(picture.peakOp())] = '^';
    StringBuilder text = new StringBuilder().append(axis);
    return text.append(" 0 to ").append(picture.ops().size() - 1).toString();
  }

  private TextTable list() {
    TextTable table = new TextTable("llrrrl");
    table.row("", "buffer", "size", "from op", "to", "");
    for (Block block : named) {
      table.row(
          letters.getOrDefault(block, '+'),
          Markup.oneLine(block.name()),
          ByteSizes.human(block.bytes()),
          block.first(),
          block.last(),
          block.isLiveAt(picture.peakOp()) ? "at the peak" : "");
    }
    return table;
  }
}
