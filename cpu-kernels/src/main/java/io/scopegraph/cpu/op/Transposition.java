package io.scopegraph.cpu.op;

import org.jspecify.annotations.Nullable;

/// Moves floats where the source is contiguous along another axis than the target, in square tiles,
/// so that both are read and written in whole cache lines.
final class Transposition {
  private static final int TILE = 16;

  // Rows shorter than a tile, such as the colours of a pixel, are moved in wider strips, source row
  // by source row.
  private static final int WIDE_STRIP = 1024;
  private static final int LEAST = 64;

  private final LoopNest outer;
  private final int across;
  private final int along;
  private final int sourceStep;
  private final int targetStep;

  /// @param outer the other axes; operand 0 is the target, 1 the source
  /// @param across the extent of the axis along which the source is contiguous
  /// @param along the extent of the axis along which the target is contiguous
  /// @param sourceStep the source's stride along the latter
  /// @param targetStep the target's stride along the former
  private Transposition(LoopNest outer, int across, int along, int sourceStep, int targetStep) {
    this.outer = outer;
    this.across = across;
    this.along = along;
    this.sourceStep = sourceStep;
    this.targetStep = targetStep;
  }

  /// The transposition that moves a block, or null if it is not worth while.
  static @Nullable Transposition of(long[] extents, long[] source, long[] target) {
    int sourceAxis = contiguous(extents, source);
    int targetAxis = contiguous(extents, target);
    if (sourceAxis < 0 || targetAxis < 0 || sourceAxis == targetAxis) {
      return null;
    }
    if (extents[sourceAxis] * extents[targetAxis] < LEAST || source[targetAxis] == 0) {
      return null;
    }
    long[] others = extents.clone();
    others[sourceAxis] = 1;
    others[targetAxis] = 1;
    return new Transposition(
        new LoopNest(others, target, source),
        Math.toIntExact(extents[sourceAxis]),
        Math.toIntExact(extents[targetAxis]),
        Math.toIntExact(source[targetAxis]),
        Math.toIntExact(target[sourceAxis]));
  }

  private static int contiguous(long[] extents, long[] strides) {
    int found = -1;
    for (int axis = 0; axis < extents.length; axis++) {
      if (strides[axis] == 1 && extents[axis] > 1) {
        found = axis;
      }
    }
    return found;
  }

  BoundKernel bind(float[] in, int inAt, float[] out, int outAt, Execution execution) {
    int length = outer.length();
    int width = along < TILE ? WIDE_STRIP : TILE;
    int tiles = Math.ceilDiv(across, width);
    return Spread.of(
        execution.pool(),
        Math.multiplyExact(Math.multiplyExact(outer.rows(), length), tiles),
        4L * Math.min(width, across) * along,
        (from, to, _) -> {
          for (int unit = from; unit < to; unit++) {
            int plane = unit / tiles;
            int row = plane / length;
            int column = plane % length;
            int i = inAt + outer.at(1, row) + column * outer.step(1);
            int o = outAt + outer.at(0, row) + column * outer.step(0);
            int begin = unit % tiles * width;
            int n = Math.min(width, across - begin);
            if (along < TILE) {
              interleave(in, i + begin, out, o + begin * targetStep, n);
            } else {
              strip(in, i + begin, out, o + begin * targetStep, n);
            }
          }
        });
  }

  private void interleave(float[] in, int inAt, float[] out, int outAt, int width) {
    for (int j = 0; j < along; j++) {
      int i = inAt + j * sourceStep;
      int o = outAt + j;
      for (int k = 0; k < width; k++) {
        out[o + k * targetStep] = in[i + k];
      }
    }
  }

  private void strip(float[] in, int inAt, float[] out, int outAt, int width) {
    for (int done = 0; done < along; done += TILE) {
      int n = Math.min(TILE, along - done);
      for (int k = 0; k < width; k++) {
        int i = inAt + k + done * sourceStep;
        int o = outAt + k * targetStep + done;
        for (int j = 0; j < n; j++) {
          out[o + j] = in[i + j * sourceStep];
        }
      }
    }
  }
}
