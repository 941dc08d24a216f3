package io.scopegraph.cuda.op;

import io.scopegraph.runtime.spi.UnsupportedNode;
import java.util.ArrayList;
import java.util.List;

/// The axes of an output whose cells come from others: the structure of that name in `resize.cu`,
/// the innermost axis first.
///
/// @param axes neighbours that are not mapped and lie without a gap are one
record Mapping(List<Axis> axes) {
  static final int NO_TABLE = -1;

  /// One axis.
  ///
  /// @param source the distance in elements along it in the input
  /// @param target the same in the output
  /// @param table where its table begins, or [#NO_TABLE] if each cell comes from its like
  record Axis(long extent, long source, long target, int table) {
    boolean isMapped() {
      return table != NO_TABLE;
    }
  }

  /// @param extents of the output, outermost first
  static Mapping of(long[] extents, long[] source, long[] target, int[] tables) {
    List<Axis> axes = new ArrayList<>();
    for (int at = extents.length - 1; at >= 0; at--) {
      Axis axis = new Axis(extents[at], source[at], target[at], tables[at]);
      if (axis.extent == 1 && !axis.isMapped()) {
        continue;
      }
      if (!axes.isEmpty() && canMerge(axes.getLast(), axis)) {
        Axis inner = axes.removeLast();
        axis = new Axis(inner.extent * axis.extent, inner.source, inner.target, NO_TABLE);
      }
      axes.add(axis);
    }
    return new Mapping(axes);
  }

  private static boolean canMerge(Axis inner, Axis outer) {
    return !inner.isMapped()
        && !outer.isMapped()
        && outer.source == inner.extent * inner.source
        && outer.target == inner.extent * inner.target;
  }

  /// Requires that the axes fit into the structure.
  ///
  /// @throws UnsupportedNode if they do not
  Mapping checked() {
    if (axes.size() > Nest.MOST_AXES) {
      throw new UnsupportedNode(
          "on CUDA values of up to %d axes are walked, found %d"
              .formatted(Nest.MOST_AXES, axes.size()));
    }
    return this;
  }

  /// The number of cells.
  long count() {
    return axes.stream().mapToLong(Axis::extent).reduce(1, (x, y) -> x * y);
  }

  /// How many neighbouring elements move as one: a power of two up to `most`.
  int pack(int most, int size, long from, long to) {
    if (axes.isEmpty() || axes.getFirst().isMapped()) {
      return 1;
    }
    Axis inner = axes.getFirst();
    if (inner.source != 1 || inner.target != 1) {
      return 1;
    }
    long common = inner.extent | most | from / size | to / size;
    for (Axis axis : axes.subList(1, axes.size())) {
      common |= axis.source | axis.target;
    }
    return (int) Long.lowestOneBit(common);
  }

  /// The structure for packs of `width` elements.
  ///
  /// @param unit the elements in which distances are counted
  long[] words(int width, int unit) {
    long[] words = new long[1 + 4 * Nest.MOST_AXES];
    words[0] = axes.size();
    for (int i = 0; i < axes.size(); i++) {
      Axis axis = axes.get(i);
      int step = i == 0 ? width : 1;
      words[1 + i] = axis.extent / step;
      words[1 + Nest.MOST_AXES + i] = axis.source * step / unit;
      words[1 + 2 * Nest.MOST_AXES + i] = axis.target * step / unit;
      words[1 + 3 * Nest.MOST_AXES + i] = axis.table;
    }
    return words;
  }
}
