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

  /// The same walk, with no rows and no columns if it has none of either.
  Taps nonEmpty() {
    return rows == 0 || cols == 0 ? new Taps(0, 0, 0, 0, 0, 0, 0) : this;
  }
}
