package io.scopegraph.runtime.host;

import io.scopegraph.op.Resize;
import io.scopegraph.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// Where the cells of a resized value come from along one axis.
public final class ResizeAxis {
  private final Resize op;
  private final int in;
  private final int out;
  private final double scale;
  private final double exact;
  private final double start;
  private final double end;

  /// @param target scales or sizes of all axes
  /// @param region starts and ends of all axes, or null
  public ResizeAxis(
      Resize op, int axis, int rank, int in, int out, Tensor target, @Nullable Tensor region) {
    this.op = op;
    this.in = in;
    this.out = out;
    boolean scales = op.target() == Resize.Target.SCALES;
    this.scale = scales ? target.getFloat(axis) : (double) out / in;
    this.exact = scales ? in * scale : out;
    this.start = region == null ? 0 : region.getFloat(axis);
    this.end = region == null ? 1 : region.getFloat(axis + rank);
  }

  /// The input's extent.
  public int in() {
    return in;
  }

  /// The output's extent.
  public int out() {
    return out;
  }

  /// The source coordinate of a cell.
  private double coordinate(int cell) {
    return switch (op.coordinates()) {
      case HALF_PIXEL -> (cell + 0.5) / scale - 0.5;
      case PYTORCH_HALF_PIXEL -> out == 1 ? 0 : (cell + 0.5) / scale - 0.5;
      case HALF_PIXEL_SYMMETRIC -> in / 2.0 * (1 - out / exact) + (cell + 0.5) / scale - 0.5;
      case ASYMMETRIC -> cell / scale;
      case ALIGN_CORNERS -> exact == 1 ? 0 : cell * (in - 1) / (exact - 1);
      case TF_HALF_PIXEL_FOR_NN -> (cell + 0.5) / scale;
      case TF_CROP_AND_RESIZE ->
          out == 1
              ? 0.5 * (start + end) * (in - 1)
              : start * (in - 1) + cell * (end - start) * (in - 1) / (out - 1);
    };
  }

  /// Whether a coordinate has no value of its own but the extrapolated one.
  private boolean isOutside(double coordinate) {
    return op.coordinates() == Resize.Coordinates.TF_CROP_AND_RESIZE
        && (coordinate < 0 || coordinate > in - 1);
  }

  /// For each cell the nearest input cell, or -1 outside.
  public int[] nearest() {
    int[] map = new int[out];
    for (int cell = 0; cell < out; cell++) {
      double c = coordinate(cell);
      double rounded =
          switch (op.rounding()) {
            case ROUND_PREFER_FLOOR -> Math.ceil(c - 0.5);
            case ROUND_PREFER_CEIL -> Math.floor(c + 0.5);
            case FLOOR -> Math.floor(c);
            case CEIL -> Math.ceil(c);
          };
      map[cell] = isOutside(c) ? -1 : (int) Math.clamp(rounded, 0.0, in - 1.0);
    }
    return map;
  }

  /// For each cell the input cell below its coordinate, or -1 outside.
  public int[] below() {
    int[] map = new int[out];
    for (int cell = 0; cell < out; cell++) {
      double c = coordinate(cell);
      map[cell] = isOutside(c) ? -1 : (int) Math.clamp(Math.floor(c), 0.0, in - 1.0);
    }
    return map;
  }

  /// For each cell the weight of the input cell above the one of [#below].
  public float[] fractions() {
    float[] weights = new float[out];
    for (int cell = 0; cell < out; cell++) {
      double c = Math.clamp(coordinate(cell), 0.0, in - 1.0);
      weights[cell] = (float) (c - Math.floor(c));
    }
    return weights;
  }
}
