package io.scopegraph.cpu.kernel;

import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.cpu.pool.WorkerPool;

/// A convolution by Winograd's algorithm with its memory, in one of two forms: blocks of tiles that
/// stay in the cache of the thread that computes them, or large blocks that all threads compute
/// phase by phase, where the transformed filter is so large that it should be read seldom.
///
/// A block's memory holds for each of the 36 points the transformed inputs of all tiles, tile by
/// tile, and behind these the products in the same order.
final class BoundWinograd implements Runnable {
  private static final int POINTS = WinogradTiles.POINTS;
  private static final int PATCH = WinogradTiles.PATCH;
  private static final int EDGE = WinogradTiles.EDGE;

  // Below this a task takes no longer than handing it to another thread.
  private static final int TASK_TILES = 4;

  private final FloatKernels kernels;
  private final ConvShape shape;
  private final WinogradTiles tiles;
  private final WorkerPool pool;
  private final ProductOperands operands;
  private final int pointSize;
  private final Walk walk;
  private final FarResidual residual;
  private final PanelOperands product;
  private final FloatRange memory;
  private final int blockSize;
  private final int scratchAt;
  private final WorkerPool.Task wholeBlock;
  private final WorkerPool.Task transformTask;
  private final WorkerPool.Task pointTask;
  private final WorkerPool.Task finishTask;
  // The block that all threads work on; set before they are told to.
  private int current;

  /// @param pointSize floats of the packed filter at one point
  BoundWinograd(
      FloatKernels kernels,
      ConvShape shape,
      int pointSize,
      WorkerPool pool,
      ProductOperands operands,
      FloatRange workspace) {
    this.kernels = kernels;
    this.shape = shape;
    this.pointSize = pointSize;
    this.pool = pool;
    this.operands = operands;
    this.tiles = WinogradTiles.of(shape, pool.size());
    this.memory = workspace;
    this.blockSize = blockSize(shape, tiles);
    this.scratchAt = workspace.at() + blockSize * (tiles.together() ? 1 : pool.size());
    this.walk = Walk.single(shape.channels());
    this.residual = new FarResidual(operands, shape.outChannels(), 1);
    this.product =
        PanelOperands.of(
            workspace.array(),
            operands.packed().array(),
            null,
            null,
            0,
            workspace.array(),
            Activation.NONE);
    this.wholeBlock = (block, worker) -> wholeBlock(block, worker);
    this.transformTask = (task, worker) -> transform(task, worker);
    this.pointTask = (point, _) -> multiply(point);
    this.finishTask = (task, worker) -> finish(task, worker);
  }

  /// Floats of scratch memory.
  static int workspaceSize(ConvShape shape, int workers) {
    WinogradTiles tiles = WinogradTiles.of(shape, workers);
    int blocks = Math.multiplyExact(blockSize(shape, tiles), tiles.together() ? 1 : workers);
    return Math.addExact(blocks, workers * scratchSize(shape));
  }

  private static int blockSize(ConvShape shape, WinogradTiles tiles) {
    return Math.multiplyExact(POINTS * tiles.block(), shape.channels() + shape.outChannels());
  }

  /// Floats of a half-transformed patch.
  private static int scratchSize(ConvShape shape) {
    return POINTS * Math.max(shape.channels(), shape.outChannels());
  }

  @Override
  public void run() {
    if (!tiles.together()) {
      pool.run(tiles.blocks(), wholeBlock);
      return;
    }
    for (int block = 0; block < tiles.blocks(); block++) {
      current = block;
      int tasks = Math.ceilDiv(tiles.size(block), TASK_TILES);
      pool.run(tasks, transformTask);
      pool.run(POINTS, pointTask);
      pool.run(tasks, finishTask);
    }
  }

  private void wholeBlock(int number, int worker) {
    int at = memory.at() + worker * blockSize;
    int first = tiles.first(number);
    int size = tiles.size(number);
    int scratch = scratchAt + worker * scratchSize(shape);
    for (int tile = 0; tile < size; tile++) {
      transform(first + tile, tile, at, scratch);
    }
    Positions positions = positions(at, size);
    for (int point = 0; point < POINTS; point++) {
      multiply(positions, point);
    }
    positions.release();
    for (int tile = 0; tile < size; tile++) {
      finish(first + tile, tile, at, scratch);
    }
  }

  private void transform(int task, int worker) {
    int first = tiles.first(current);
    int end = Math.min((task + 1) * TASK_TILES, tiles.size(current));
    for (int tile = task * TASK_TILES; tile < end; tile++) {
      transform(first + tile, tile, memory.at(), scratchAt + worker * scratchSize(shape));
    }
  }

  private void multiply(int point) {
    Positions positions = positions(memory.at(), tiles.size(current));
    multiply(positions, point);
    positions.release();
  }

  private void finish(int task, int worker) {
    int first = tiles.first(current);
    int end = Math.min((task + 1) * TASK_TILES, tiles.size(current));
    for (int tile = task * TASK_TILES; tile < end; tile++) {
      finish(first + tile, tile, memory.at(), scratchAt + worker * scratchSize(shape));
    }
  }

  /// The rows of the matrices at the first point.
  private Positions positions(int at, int size) {
    Positions positions = Positions.take();
    positions.reset(1, size);
    positions.add(size, at, shape.channels(), productsAt(at), shape.outChannels());
    return positions;
  }

  private int productsAt(int block) {
    return block + POINTS * tiles.block() * shape.channels();
  }

  private void multiply(Positions positions, int point) {
    kernels.panels(
        product,
        walk,
        positions,
        point * tiles.block() * shape.channels(),
        operands.packed().at() + point * pointSize,
        0,
        point * tiles.block() * shape.outChannels(),
        shape.outChannels());
  }

  /// Transforms the patch under a tile: columns into scratch memory, then rows into the block.
  private void transform(int tile, int number, int block, int scratch) {
    int channels = shape.channels();
    float[] work = memory.array();
    FloatRange in = operands.in();
    int pixel = in.pitch(channels);
    int top = tiles.top(tile) - shape.padTop();
    int left = tiles.left(tile) - shape.padLeft();
    int image = in.at() + tiles.image(tile) * shape.height() * shape.width() * pixel;
    for (int x = 0; x < PATCH; x++) {
      kernels.winogradPatch(
          in.array(),
          place(image, top, left + x, pixel),
          place(image, top + 1, left + x, pixel),
          place(image, top + 2, left + x, pixel),
          place(image, top + 3, left + x, pixel),
          place(image, top + 4, left + x, pixel),
          place(image, top + 5, left + x, pixel),
          work,
          scratch + x * channels,
          PATCH * channels,
          channels);
    }
    int pointStep = tiles.block() * channels;
    for (int y = 0; y < PATCH; y++) {
      int row = scratch + y * PATCH * channels;
      kernels.winogradPatch(
          work,
          row,
          row + channels,
          row + 2 * channels,
          row + 3 * channels,
          row + 4 * channels,
          row + 5 * channels,
          work,
          block + y * PATCH * pointStep + number * channels,
          pointStep,
          channels);
    }
  }

  private int place(int image, int y, int x, int pixel) {
    return y < 0 || y >= shape.height() || x < 0 || x >= shape.width()
        ? operands.in().zerosAt()
        : image + (y * shape.width() + x) * pixel;
  }

  /// Transforms a tile's products back, and finishes and stores those of its pixels that are inside
  /// the output.
  private void finish(int tile, int number, int block, int scratch) {
    int channels = shape.outChannels();
    float[] work = memory.array();
    int pointStep = tiles.block() * channels;
    int products = productsAt(block) + number * channels;
    for (int x = 0; x < PATCH; x++) {
      kernels.winogradTile(
          work,
          products + x * pointStep,
          PATCH * pointStep,
          work,
          scratch + x * channels,
          PATCH * channels,
          channels);
    }
    int top = tiles.top(tile);
    int left = tiles.left(tile);
    int rows = Math.min(EDGE, shape.outHeight() - top);
    int columns = Math.min(EDGE, shape.outWidth() - left);
    for (int y = 0; y < rows; y++) {
      // Four of the six columns are overwritten by results, after all six have been read.
      int row = scratch + y * PATCH * channels;
      kernels.winogradTile(work, row, channels, work, row, channels, channels);
      int first = (tiles.image(tile) * shape.outHeight() + top + y) * shape.outWidth() + left;
      store(row, first, columns);
    }
  }

  private void store(int results, int firstPixel, int pixels) {
    int channels = shape.outChannels();
    FloatRange out = operands.out();
    FloatRange bias = operands.bias();
    residual.fetch(firstPixel, pixels, 0, channels);
    for (int pixel = 0; pixel < pixels; pixel++) {
      int to = out.at() + (firstPixel + pixel) * out.pitch(channels);
      kernels.finish(
          memory.array(),
          results + pixel * channels,
          bias == null ? null : bias.array(),
          bias == null ? 0 : bias.at(),
          residual.array(),
          to + residual.shift(),
          out.array(),
          to,
          channels,
          operands.activation());
    }
  }
}
