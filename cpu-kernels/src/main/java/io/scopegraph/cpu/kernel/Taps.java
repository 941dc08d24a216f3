package io.scopegraph.cpu.kernel;

/// The walk of one output element over its inputs: `rows` x `cols` runs of `run` consecutive
/// floats. All pixels of one call share the walk, each from its own start.
///
/// @param rows number of rows of runs
/// @param rowIn floats from one row to the next in the input
/// @param rowWeights rows of packed weights from one row to the next
/// @param cols number of runs in a row
/// @param colIn floats from one run to the next in the input
/// @param colWeights rows of packed weights from one run to the next
/// @param run length of a run, in floats of the input and in rows of packed weights
public record Taps(
    int rows, int rowIn, int rowWeights, int cols, int colIn, int colWeights, int run) {

  /// One single run: a row of a matrix, or the channels of a pixel.
  public static Taps single(int run) {
    return new Taps(1, 0, 0, 1, 0, 0, run);
  }

  /// The same walk, with no rows and no columns if it has none of either.
  Taps nonEmpty() {
    return rows == 0 || cols == 0 ? new Taps(0, 0, 0, 0, 0, 0, 0) : this;
  }

  /// The same walk with as few and as long runs as possible.
  Taps merged() {
    if (rows == 0 || cols == 0) {
      return nonEmpty();
    }
    if (cols > 1 && colIn == run && colWeights == run) {
      return new Taps(rows, rowIn, rowWeights, 1, 0, 0, run * cols).merged();
    }
    if (cols == 1 && rows > 1) {
      return new Taps(1, 0, 0, rows, rowIn, rowWeights, run).merged();
    }
    return this;
  }

  /// How many products an output element sums.
  public int length() {
    return rows * cols * run;
  }
}
