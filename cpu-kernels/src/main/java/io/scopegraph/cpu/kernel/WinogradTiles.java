package io.scopegraph.cpu.kernel;

/// How the output of a 3x3 convolution is cut into tiles of 4x4 pixels, and these into blocks.
///
/// @param rows rows of tiles in an image
/// @param columns tiles in a row
/// @param count tiles of all images
/// @param block tiles in a block; the last may have fewer
/// @param blocks how many blocks
/// @param together whether all threads work on one block at a time, phase by phase, instead of each
///   on its own
record WinogradTiles(int rows, int columns, int count, int block, int blocks, boolean together) {
  /// Pixels along an edge of a tile of the output.
  static final int EDGE = 4;

  /// Pixels along an edge of the patch of the input that a tile depends on.
  static final int PATCH = 6;

  /// Products of a tile, channel by channel.
  static final int POINTS = PATCH * PATCH;

  // A part of the second-level cache, for a block's transformed inputs and products.
  private static final int CACHED_FLOATS = 1 << 18;

  // Bounds the scratch memory: 8 MiB.
  private static final int MOST_FLOATS = 1 << 21;
  private static final int LEAST_BLOCK = 8;

  static WinogradTiles of(ConvShape shape, int workers) {
    int rows = Math.ceilDiv(shape.outHeight(), EDGE);
    int columns = Math.ceilDiv(shape.outWidth(), EDGE);
    int count = Math.multiplyExact(shape.batch(), rows * columns);
    int perTile = POINTS * (shape.channels() + shape.outChannels());
    int filter = POINTS * shape.channels() * shape.outChannels();
    int cached = Math.min(CACHED_FLOATS, MOST_FLOATS / workers) / perTile;
    // With a filter that the cache cannot hold as well, every block reads it anew.
    boolean together = filter > CACHED_FLOATS || cached < LEAST_BLOCK;
    int blocks =
        together
            ? Math.ceilDiv(count, Math.max(LEAST_BLOCK, MOST_FLOATS / perTile))
            : Math.ceilDiv(Math.ceilDiv(count, cached), workers) * workers;
    int block =
        blocks == 1 ? count : Math.ceilDiv(Math.ceilDiv(count, blocks), LEAST_BLOCK) * LEAST_BLOCK;
    return new WinogradTiles(rows, columns, count, block, Math.ceilDiv(count, block), together);
  }

  int image(int tile) {
    return tile / (rows * columns);
  }

  /// The first row of a tile in its image.
  int top(int tile) {
    return tile / columns % rows * EDGE;
  }

  /// The first column of a tile.
  int left(int tile) {
    return tile % columns * EDGE;
  }

  /// The first tile of a block.
  int first(int number) {
    return number * block;
  }

  /// The tiles of a block.
  int size(int number) {
    return Math.min(block, count - first(number));
  }
}
