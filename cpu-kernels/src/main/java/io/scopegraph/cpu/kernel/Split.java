package io.scopegraph.cpu.kernel;

/// How the output of a convolution is cut into tasks: its rows, those of all images one after the
/// other, into chunks, and the panels of channels into groups.
///
/// @param rows output rows of all images
/// @param chunkRows output rows in a chunk; the last chunk may have fewer
/// @param chunks how many chunks
/// @param panels panels in all
/// @param groupPanels panels in a group; the last group may have fewer
/// @param groups groups of panels
record Split(int rows, int chunkRows, int chunks, int panels, int groupPanels, int groups) {
  // A part of the second-level cache, so that the input of a chunk stays there for every panel.
  private static final int CHUNK_FLOATS = 1 << 16;
  // With more weights than fit there, too, reading them again costs more than a larger chunk does.
  private static final int MANY_WEIGHTS = 1 << 18;
  private static final int LARGE_CHUNK_FLOATS = 1 << 18;
  // Bounds the tables of positions.
  private static final int CHUNK_PIXELS = 1 << 10;
  // Below this a task takes no longer than handing it to another thread.
  private static final long TASK_PRODUCTS = 100_000;
  private static final int TASKS_PER_WORKER = 4;
  private static final int FEW_PIXELS = 64;
  private static final int TILE = 8;

  /// @param weights floats of the packed filter
  static Split of(ConvShape shape, int panels, int weights, int workers) {
    int rows = shape.batch() * shape.outHeight();
    long rowFloats = (long) shape.strideHeight() * shape.width() * shape.channels();
    long pixels = (long) rows * shape.outWidth();
    int most = weights > MANY_WEIGHTS ? LARGE_CHUNK_FLOATS : CHUNK_FLOATS;
    long forCache =
        Math.max(Math.ceilDiv(rows * rowFloats, most), Math.ceilDiv(pixels, CHUNK_PIXELS));
    long wanted =
        workers == 1
            ? 1
            : Math.clamp(shape.products() / TASK_PRODUCTS, 1, (long) TASKS_PER_WORKER * workers);
    // Whichever is less is read by every task.
    boolean byPanels = weights > shape.inputSize() && panels > 1;
    long forWorkers =
        byPanels ? Math.ceilDiv(wanted, panels) : Math.min(wanted, pixels / FEW_PIXELS);
    int chunkRows = Math.ceilDiv(rows, Math.clamp(Math.max(forCache, forWorkers), 1, rows));
    if (shape.outWidth() == 1) {
      chunkRows = Math.ceilDiv(chunkRows, TILE) * TILE;
    }
    int chunks = Math.ceilDiv(rows, chunkRows);
    int groupPanels = Math.ceilDiv(panels, Math.clamp(Math.ceilDiv(wanted, chunks), 1, panels));
    return new Split(
        rows, chunkRows, chunks, panels, groupPanels, Math.ceilDiv(panels, groupPanels));
  }

  int tasks() {
    return Math.multiplyExact(chunks, groups);
  }

  int firstRow(int task) {
    return task / groups * chunkRows;
  }

  /// One more than the last row of a task.
  int lastRow(int task) {
    return Math.min(firstRow(task) + chunkRows, rows);
  }

  int firstPanel(int task) {
    return task % groups * groupPanels;
  }

  /// One more than the last panel of a task.
  int lastPanel(int task) {
    return Math.min(firstPanel(task) + groupPanels, panels);
  }
}
