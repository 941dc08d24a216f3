package io.scopegraph.examples.ocr;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Lines that are read in one run, padded to one width.
///
/// Every new pair of size and width costs a plan, so both come from short lists. Lines much
/// narrower than the widest of a batch wait for the next one, since padding costs time and makes
/// the network lose spaces; and at most a quarter of a batch is left empty.
///
/// @param size images in the batch, at least the number of lines
/// @param width of the images in pixels
/// @param lines indices of the lines
record LineBatch(int size, int width, List<Integer> lines) {
  private static final int[] SIZES = {8, 4, 2, 1};
  private static final double MAX_PADDING = 0.18;
  private static final int CHEAP_PADDING = 80;
  private static final double FULLEST_EMPTY = 0.25;

  /// Bounds the memory of one run: very long lines are read in smaller batches.
  private static final int MAX_TOTAL_WIDTH = 8 * 768;

  LineBatch {
    lines = ImmutableList.copyOf(lines);
  }

  /// Distributes lines of the given widths, wide ones first; every line is in exactly one batch.
  static List<LineBatch> distribute(List<Integer> widths) {
    List<Integer> order =
        IntStream.range(0, widths.size())
            .boxed()
            .sorted(Comparator.comparing(widths::get, Comparator.reverseOrder()))
            .toList();
    List<LineBatch> batches = new ArrayList<>();
    int from = 0;
    while (from < order.size()) {
      int width = fittingWidth(widths.get(order.get(from)));
      double narrowest = width - Math.max(CHEAP_PADDING, MAX_PADDING * width);
      int candidates = from;
      while (candidates < order.size() && widths.get(order.get(candidates)) >= narrowest) {
        candidates++;
      }
      int size = fittingSize(candidates - from, width);
      int to = Math.min(from + size, candidates);
      batches.add(new LineBatch(size, width, order.subList(from, to)));
      from = to;
    }
    return batches;
  }

  /// The next multiple of 32, 64, 128 ..., which adds at most an eighth to lines wider than 256.
  private static int fittingWidth(int width) {
    int step = Math.max(32, Integer.highestOneBit(width) / 8);
    return Math.ceilDiv(width, step) * step;
  }

  private static int fittingSize(int lines, int width) {
    return Arrays.stream(SIZES)
        .filter(size -> size == 1 || size * width <= MAX_TOTAL_WIDTH)
        .filter(size -> lines >= size * (1 - FULLEST_EMPTY))
        .findFirst()
        .orElse(1);
  }
}
