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
  // What a task's first window overlaps is computed twice: at most one row in so many.
  private static final int ROWS_PER_OVERLAP = 6;

  static ChainSplit of(ChainShape chain, int workers) {
    return of(chain, workers, BAND_FLOATS);
  }

  static ChainSplit of(ChainShape chain, int workers, int bandFloats) {
    ConvShape shape = chain.depthwise();
    int rows = shape.outHeight();
    long products = products(chain);
    long wanted =
        workers == 1
            ? 1
            : Math.clamp(products / TASK_PRODUCTS, 1, (long) TASKS_PER_WORKER * workers);
    int overlap = Math.max(0, (shape.kernelHeight() - 1) * shape.dilationHeight());
    int leastRows = Math.ceilDiv(ROWS_PER_OVERLAP * overlap, shape.strideHeight());
    int most = Math.max(1, rows / Math.max(1, leastRows));
    int tasks = Math.clamp(Math.ceilDiv(wanted, shape.batch()), 1, most);
    int taskRows = Math.ceilDiv(rows, tasks);
    int bandRows = 1;
    while (bandRows < taskRows && chain.floats(bandRows + 1) <= bandFloats) {
      bandRows++;
    }
    // Bands of equal height.
    bandRows = Math.ceilDiv(taskRows, Math.ceilDiv(taskRows, bandRows));
    return new ChainSplit(shape.batch(), rows, taskRows, Math.ceilDiv(rows, taskRows), bandRows);
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
