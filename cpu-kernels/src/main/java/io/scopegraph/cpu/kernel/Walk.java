package io.scopegraph.cpu.kernel;

import java.util.stream.IntStream;

/// The walk of an output element over its inputs: `taps` runs of `run` consecutive floats. Where
/// the runs of a pixel start is said by [Positions].
///
/// @param taps how many runs
/// @param run the length of each, in floats of the input and in rows of packed weights
/// @param weightRows for each run, the row of packed weights at which it starts; not to be changed
/// @param panelRows all rows of a packed panel
@SuppressWarnings("ArrayRecordComponent") // Read by the innermost loops, never compared.
public record Walk(int taps, int run, int[] weightRows, int panelRows) {

  /// One run over a whole panel: a row of a matrix, or the channels of a pixel.
  public static Walk single(int run) {
    return new Walk(1, run, new int[1], run);
  }

  /// Runs over `weightRows` of a panel of `panelRows`.
  static Walk of(int run, IntStream weightRows, int panelRows) {
    int[] rows = weightRows.toArray();
    return new Walk(rows.length, run, rows, panelRows);
  }
}
