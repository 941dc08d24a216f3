package io.scopegraph.cpu.kernel;

/// How the output of a convolution is cut into tasks: every image into chunks of rows, the panels
/// of channels into groups.
///
/// @param chunkRows output rows in a chunk; the last chunk of an image may have fewer
/// @param chunks chunks of an image
/// @param groupPanels panels in a group; the last group may have fewer
/// @param groups groups of panels
/// @param tasks tasks in all
record Split(int chunkRows, int chunks, int groupPanels, int groups, int tasks) {
  // Half of a small second-level cache, so that the input of a chunk stays there for every panel.
  private static final int CHUNK_FLOATS = 1 << 16;
  // Below this a task takes no longer than handing it to another thread.
  private static final long TASK_PRODUCTS = 100_000;
  private static final int TASKS_PER_WORKER = 4;
  private static final int CHUNK_PIXELS = 64;
  private static final int TILE = 8;

  static Split of(ConvShape shape, int panels, int workers) {
    int rows = shape.outHeight();
    long wanted =
        workers == 1
            ? 1
            : Math.clamp(shape.products() / TASK_PRODUCTS, 1, (long) TASKS_PER_WORKER * workers);
    long rowFloats = (long) shape.strideHeight() * shape.width() * shape.channels();
    long pixels = (long) rows * shape.outWidth();
    long forCache = Math.ceilDiv(rows * rowFloats, CHUNK_FLOATS);
    long forWorkers = Math.min(Math.ceilDiv(wanted, shape.batch()), pixels / CHUNK_PIXELS);
    int chunks = Math.clamp(Math.max(forCache, forWorkers), 1, rows);
    int chunkRows = Math.ceilDiv(rows, chunks);
    if (shape.outWidth() == 1) {
      chunkRows = Math.ceilDiv(chunkRows, TILE) * TILE;
    }
    chunks = Math.ceilDiv(rows, chunkRows);
    int groups = Math.clamp(Math.ceilDiv(wanted, (long) chunks * shape.batch()), 1, panels);
    int groupPanels = Math.ceilDiv(panels, groups);
    groups = Math.ceilDiv(panels, groupPanels);
    return new Split(
        chunkRows, chunks, groupPanels, groups, Math.multiplyExact(shape.batch(), chunks * groups));
  }
}
