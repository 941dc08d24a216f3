package io.scopegraph.cpu.kernel;

/// How the output of a chain is cut: every image into tasks of consecutive rows, and these into
/// bands whose intermediate values stay in the cache.
///
/// @param images how many
/// @param rows output rows of an image
/// @param taskRows output rows in a task; the last one of an image may have fewer
/// @param perImage tasks of an image
/// @param bandRows output rows in a band; the last one of a task may have fewer
record ChainSplit(int images, int rows, int taskRows, int perImage, int bandRows) {
  // Half of a usual second-level cache of a mebibyte; filters, input and output pass through it,
  // too. Smaller bands cost more in calls and moved rows than they gain.
  static final int BAND_FLOATS = 1 << 17;
  private static final long TASK_PRODUCTS = 200_000;
  private static final int TASKS_PER_WORKER = 2;
  // What the first window of a task shares with the task before is computed twice: at most one row
  // in so many if there are enough tasks, and if the workers had nothing to do otherwise.
  private static final int ROWS_PER_OVERLAP = 6;
  private static final int LEAST_ROWS_PER_OVERLAP = 3;

  static ChainSplit of(ChainShape chain, int workers) {
    return of(chain, workers, BAND_FLOATS);
  }

  static ChainSplit of(ChainShape chain, int workers, int bandFloats) {
    ConvShape shape = chain.depthwise();
    int rows = shape.outHeight();
    long wanted = wanted(chain, TASKS_PER_WORKER, workers);
    long needed = wanted(chain, 1, workers);
    long plenty = Math.min(wanted, mostTasks(chain, ROWS_PER_OVERLAP));
    long few = Math.min(needed, mostTasks(chain, LEAST_ROWS_PER_OVERLAP));
    int tasks = Math.clamp(Math.max(plenty, few), 1, rows);
    int taskRows = Math.ceilDiv(rows, tasks);
    int bandRows = 1;
    while (bandRows < taskRows && chain.floats(bandRows + 1) <= bandFloats) {
      bandRows++;
    }
    // Bands of equal height.
    bandRows = Math.ceilDiv(taskRows, Math.ceilDiv(taskRows, bandRows));
    return new ChainSplit(shape.batch(), rows, taskRows, Math.ceilDiv(rows, taskRows), bandRows);
  }

  /// Tasks of an image that are worth their while.
  private static long wanted(ChainShape chain, int perWorker, int workers) {
    long most = workers == 1 ? 1 : (long) perWorker * workers;
    long tasks = Math.clamp(products(chain) / TASK_PRODUCTS, 1, most);
    return Math.ceilDiv(tasks, chain.depthwise().batch());
  }

  /// The tasks of an image of which each has at least so many rows for one that is computed twice.
  private static long mostTasks(ChainShape chain, int rowsPerOverlap) {
    ConvShape shape = chain.depthwise();
    int overlap = (shape.kernelHeight() - 1) * shape.dilationHeight();
    return chain.expand() == null || overlap == 0
        ? shape.outHeight()
        : (long) shape.outHeight() * shape.strideHeight() / ((long) rowsPerOverlap * overlap);
  }

  /// Whether there are tasks enough for most of so many workers, as far as these have enough to do.
  boolean occupies(ChainShape chain, int workers) {
    return 4L * perImage >= 3 * wanted(chain, 1, workers);
  }

  private static long products(ChainShape chain) {
    long products = chain.depthwise().products();
    if (chain.expand() != null) {
      products += chain.expand().products();
    }
    if (chain.project() != null) {
      products += chain.project().products();
    }
    return products;
  }

  int tasks() {
    return Math.multiplyExact(images, perImage);
  }

  int image(int task) {
    return task / perImage;
  }

  int firstRow(int task) {
    return task % perImage * taskRows;
  }

  /// One more than the last row of a task.
  int endRow(int task) {
    return Math.min(firstRow(task) + taskRows, rows);
  }
}
