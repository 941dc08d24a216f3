package io.scopegraph.cuda.driver;

/// How many threads run a kernel: blocks in three directions, threads of a block in three, and the
/// bytes of dynamic shared memory that each block has.
public record Grid(
    int blocksX,
    int blocksY,
    int blocksZ,
    int threadsX,
    int threadsY,
    int threadsZ,
    int sharedBytes) {
  /// The threads of a block unless a kernel wants it otherwise.
  public static final int THREADS = 256;

  /// Enough blocks to fill a multiprocessor with any kernel.
  private static final int BLOCKS_EACH = 16;

  /// Blocks in a row, of threads in a row.
  public static Grid of(int blocks, int threads) {
    return new Grid(blocks, 1, 1, threads, 1, 1, 0);
  }

  /// For a kernel whose threads go through elements with the stride of the whole grid: no more
  /// blocks than the device runs at one time.
  public static Grid strided(long elements, int multiprocessors) {
    long wanted = Math.ceilDiv(elements, (long) THREADS);
    return of((int) Math.clamp(wanted, 1, (long) multiprocessors * BLOCKS_EACH), THREADS);
  }
}
