package io.scopegraph.runtime.host;

import io.scopegraph.op.Pad;

/// Where the cells of a padded value come from along one axis.
public final class PaddedAxis {
  private PaddedAxis() {}

  /// For each cell of the output the input's cell that it shows, or -1 for the fill.
  ///
  /// @param before how many cells go before the first one; negative to crop
  public static int[] cells(Pad.Mode mode, int in, int out, long before) {
    int[] map = new int[out];
    for (int i = 0; i < out; i++) {
      long index = i - before;
      map[i] =
          switch (mode) {
            case CONSTANT -> index < 0 || index >= in ? -1 : (int) index;
            case EDGE -> (int) Math.clamp(index, 0L, in - 1L);
            case REFLECT ->
                (int) (index < 0 ? -index : index >= in ? 2L * (in - 1) - index : index);
            case WRAP -> (int) Math.floorMod(index, (long) in);
          };
    }
    return map;
  }
}
