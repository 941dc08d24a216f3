package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;

/// Samples a value on another grid. Rules and formulas are those of ONNX's Resize.
///
/// Inputs: x, the target and, for `TF_CROP_AND_RESIZE`, a region. The target has one element for
/// each axis: float32 scales or int64 sizes. With scales an output extent is floor(in * scale). The
/// region has two float32 numbers for each axis, all starts, then all ends, in [0, 1].
///
/// - C1: two inputs, with a region three; x has a floating-point dtype or is uint8 or int8.
/// - C2: the target has rank 1 and its dtype.
/// - C3: the target has as many elements as x has axes.
/// - C4: scales are positive, sizes not negative.
/// - C5: the region is float32 of rank 1 and has two elements for each axis.
///
/// Example: x (1, 1, 2, 2), scales [1, 1, 2, 2]: output (1, 1, 4, 4).
///
/// @param extrapolation the value outside of the input for `TF_CROP_AND_RESIZE`
public record Resize(
    Interpolation interpolation,
    Target target,
    Coordinates coordinates,
    Rounding rounding,
    double extrapolation)
    implements Op {
  /// How a value between cells is found.
  public enum Interpolation {
    NEAREST,
    /// Linear along every axis that changes; neighbours are clamped to the edge.
    LINEAR
  }

  /// What the second input holds.
  public enum Target {
    SCALES,
    SIZES
  }

  /// The source coordinate of output cell x; in is the input extent, out the output's, exact = in *
  /// scale.
  public enum Coordinates {
    /// (x + 0.5) / scale - 0.5
    HALF_PIXEL,
    /// As half pixel, but 0 if out is 1.
    PYTORCH_HALF_PIXEL,
    /// in / 2 * (1 - out / exact) + (x + 0.5) / scale - 0.5
    HALF_PIXEL_SYMMETRIC,
    /// x / scale
    ASYMMETRIC,
    /// x * (in - 1) / (exact - 1), 0 if exact is 1
    ALIGN_CORNERS,
    /// (x + 0.5) / scale
    TF_HALF_PIXEL_FOR_NN,
    /// start * (in - 1) + x * (end - start) * (in - 1) / (out - 1); the middle if out is 1
    TF_CROP_AND_RESIZE
  }

  /// How `NEAREST` turns a coordinate into a cell; the result is clamped to the input.
  public enum Rounding {
    /// ceil(c - 0.5)
    ROUND_PREFER_FLOOR,
    /// floor(c + 0.5)
    ROUND_PREFER_CEIL,
    FLOOR,
    CEIL
  }

  @Override
  public String type() {
    return "Resize";
  }

  @Override
  public ImmutableList<TensorSpec> infer(Inference inference) {
    int inputs = coordinates == Coordinates.TF_CROP_AND_RESIZE ? 3 : 2;
    inference.checkCount("C1", inputs, inputs);
    DType dtype = inference.dtype(0);
    inference.check(
        dtype.isFloating() || dtype == DType.UINT8 || dtype == DType.INT8,
        "C1",
        "does not take %s",
        dtype);
    DType targetType = inference.dtype(1);
    inference.check(
        target == Target.SCALES ? targetType == DType.FLOAT32 : targetType == DType.INT64,
        "C2",
        "%s must not be %s",
        target,
        targetType);
    inference.checkRank("C2", 1, 1);
    Shape x = inference.shape(0);
    if (inputs == 3) {
      checkRegion(inference, x);
    }
    Tensor values = inference.value(1);
    if (!x.isRankKnown()) {
      return Inference.one(dtype, ShapeOperand.unknown(inference, 1));
    }
    if (values == null) {
      return Inference.one(dtype, Shape.unknownDims(x.rank()));
    }
    inference.check(
        values.elementCount() == x.rank(),
        "C3",
        "%s has %d elements for %s",
        target,
        values.elementCount(),
        x);
    long[] dims = x.dims();
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = extent(inference, values, axis, dims[axis]);
    }
    return Inference.one(dtype, Shape.of(dims));
  }

  private static void checkRegion(Inference inference, Shape x) {
    inference.check(
        inference.dtype(2) == DType.FLOAT32, "C5", "the region is %s", inference.dtype(2));
    inference.checkRank("C5", 2, 1);
    if (x.isRankKnown() && inference.shape(2).isRankKnown()) {
      inference.sameDim(
          "C5", "the region and twice the rank", inference.shape(2).dim(0), 2L * x.rank());
    }
  }

  private long extent(Inference inference, Tensor values, int axis, long input) {
    if (target == Target.SIZES) {
      long size = values.getLong(axis);
      inference.check(size >= 0, "C4", "size %d of axis %d is negative", size, axis);
      return size;
    }
    float scale = values.getFloat(axis);
    inference.check(
        scale > 0 && Float.isFinite(scale),
        "C4",
        "scale %s of axis %d must be positive",
        scale,
        axis);
    return input == Shape.UNKNOWN ? input : (long) Math.floor(input * scale);
  }
}
