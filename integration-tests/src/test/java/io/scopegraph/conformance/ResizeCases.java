package io.scopegraph.conformance;

import io.scopegraph.op.Op;
import io.scopegraph.op.Resize;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

final class ResizeCases implements Cases {
  private static final double EXTRAPOLATION = 7;

  @Override
  public Set<Class<? extends Op>> ops() {
    return Set.of(Resize.class);
  }

  @Override
  public List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (Resize.Interpolation interpolation : Resize.Interpolation.values()) {
      for (Resize.Coordinates coordinates : Resize.Coordinates.values()) {
        for (Resize.Rounding rounding : Resize.Rounding.values()) {
          Resize sizes =
              new Resize(interpolation, Resize.Target.SIZES, coordinates, rounding, EXTRAPOLATION);
          Resize scales =
              new Resize(interpolation, Resize.Target.SCALES, coordinates, rounding, EXTRAPOLATION);
          if (interpolation == Resize.Interpolation.LINEAR && rounding != Resize.Rounding.FLOOR) {
            continue;
          }
          cases.add(bySizes(sizes, new Draw(1).floats(1, 4, 6, 13), 1, 7, 4, 13));
          cases.add(bySizes(sizes, new Draw(2).floats(2, 3, 4, 6), 2, 3, 1, 9));
          cases.add(byScales(scales, new Draw(3).floats(1, 5, 7, 4), 1, 2, 2, 1));
          cases.add(byScales(scales, new Draw(4).floats(1, 3, 5, 7), 1, 1, 0.6f, 1.7f));
          cases.add(byScales(scales, new Draw(5).floats(3, 4, 5), 2, 1.5f, 0.5f));
        }
      }
    }
    for (DType dtype : List.of(DType.UINT8, DType.INT8, DType.FLOAT16, DType.FLOAT64)) {
      Resize nearest = upsample(Resize.Interpolation.NEAREST);
      cases.add(byScales(nearest, new Draw(6).any(dtype, 1, 3, 4, 5), 1, 2, 2, 1));
    }
    Resize linear = upsample(Resize.Interpolation.LINEAR);
    cases.add(byScales(linear, new Draw(7).floats(1, 20, 30, 207), 1, 2, 2, 1));
    cases.add(byScales(linear, new Draw(8).of(DType.FLOAT16, -1, 1, 1, 3, 4, 5), 1, 2, 2, 1));
    return cases;
  }

  private static Resize upsample(Resize.Interpolation interpolation) {
    return new Resize(
        interpolation,
        Resize.Target.SCALES,
        Resize.Coordinates.ASYMMETRIC,
        Resize.Rounding.FLOOR,
        0);
  }

  private static Case bySizes(Resize op, Tensor x, long... sizes) {
    double[] scales = new double[sizes.length];
    double[] exact = new double[sizes.length];
    for (int axis = 0; axis < sizes.length; axis++) {
      scales[axis] = (double) sizes[axis] / x.shape().dim(axis);
      exact[axis] = sizes[axis];
    }
    return resize(op, x, Tensor.vector(sizes), Shape.of(sizes), scales, exact);
  }

  private static Case byScales(Resize op, Tensor x, float... given) {
    double[] scales = new double[given.length];
    double[] exact = new double[given.length];
    long[] sizes = new long[given.length];
    for (int axis = 0; axis < sizes.length; axis++) {
      scales[axis] = given[axis];
      exact[axis] = x.shape().dim(axis) * (double) given[axis];
      sizes[axis] = (long) Math.floor(x.shape().dim(axis) * given[axis]);
    }
    Tensor target = Tensor.ofFloats(Shape.of(given.length), given);
    return resize(op, x, target, Shape.of(sizes), scales, exact);
  }

  private static Case resize(
      Resize op, Tensor x, Tensor target, Shape shape, double[] scales, double[] exact) {
    int rank = shape.rank();
    boolean crop = op.coordinates() == Resize.Coordinates.TF_CROP_AND_RESIZE;
    double[] region = new double[2 * rank];
    float[] floats = new float[2 * rank];
    for (int axis = 0; axis < rank; axis++) {
      // The last axis begins inside and ends outside; the others stay whole.
      floats[axis] = axis == rank - 1 ? 0.25f : 0;
      floats[axis + rank] = axis == rank - 1 ? 1.25f : 1;
      region[axis] = floats[axis];
      region[axis + rank] = floats[axis + rank];
    }
    double[] values =
        Grid.map(
            shape,
            index -> {
              double[] at = new double[rank];
              for (int axis = 0; axis < rank; axis++) {
                int in = (int) x.shape().dim(axis);
                at[axis] =
                    coordinate(
                        op.coordinates(),
                        index[axis],
                        in,
                        (int) shape.dim(axis),
                        scales[axis],
                        exact[axis],
                        region[axis],
                        region[axis + rank]);
                if (crop && (at[axis] < 0 || at[axis] > in - 1)) {
                  return op.extrapolation();
                }
              }
              return op.interpolation() == Resize.Interpolation.NEAREST
                  ? nearest(op.rounding(), x, at)
                  : linear(x, at, new int[rank], 0);
            });
    List<Case.Input> inputs = new ArrayList<>();
    inputs.add(Case.Input.fed(x));
    inputs.add(Case.Input.constant(target));
    if (crop) {
      inputs.add(Case.Input.constant(Tensor.ofFloats(Shape.of(2L * rank), floats)));
    }
    return Case.one(
        "%s %s %s %s to %s"
            .formatted(op.interpolation(), op.coordinates(), op.rounding(), x.spec(), shape),
        op,
        inputs,
        _ -> Expected.elementWise(x.spec().withShape(shape), values));
  }

  private static double coordinate(
      Resize.Coordinates coordinates,
      int x,
      int in,
      int out,
      double scale,
      double exact,
      double start,
      double end) {
    return switch (coordinates) {
      case HALF_PIXEL -> (x + 0.5) / scale - 0.5;
      case PYTORCH_HALF_PIXEL -> out == 1 ? 0 : (x + 0.5) / scale - 0.5;
      case HALF_PIXEL_SYMMETRIC -> in / 2.0 * (1 - out / exact) + (x + 0.5) / scale - 0.5;
      case ASYMMETRIC -> x / scale;
      case ALIGN_CORNERS -> exact == 1 ? 0 : x * (in - 1) / (exact - 1);
      case TF_HALF_PIXEL_FOR_NN -> (x + 0.5) / scale;
      case TF_CROP_AND_RESIZE ->
          out == 1
              ? (start + end) / 2 * (in - 1)
              : start * (in - 1) + x * (end - start) * (in - 1) / (out - 1);
    };
  }

  private static double nearest(Resize.Rounding rounding, Tensor x, double[] at) {
    int[] index = new int[at.length];
    for (int axis = 0; axis < at.length; axis++) {
      double rounded =
          switch (rounding) {
            case ROUND_PREFER_FLOOR -> Math.ceil(at[axis] - 0.5);
            case ROUND_PREFER_CEIL -> Math.floor(at[axis] + 0.5);
            case FLOOR -> Math.floor(at[axis]);
            case CEIL -> Math.ceil(at[axis]);
          };
      index[axis] = clamp((int) rounded, x, axis);
    }
    return x.getDouble(Grid.flat(x.shape(), index));
  }

  /// Interpolates along one axis between the results along the axes after it.
  private static double linear(Tensor x, double[] at, int[] index, int axis) {
    if (axis == at.length) {
      return x.getDouble(Grid.flat(x.shape(), index));
    }
    int below = (int) Math.floor(at[axis]);
    double weight = at[axis] - below;
    index[axis] = clamp(below, x, axis);
    double low = linear(x, at, index, axis + 1);
    index[axis] = clamp(below + 1, x, axis);
    double high = linear(x, at, index, axis + 1);
    return low * (1 - weight) + high * weight;
  }

  private static int clamp(int index, Tensor x, int axis) {
    return Math.clamp(index, 0, (int) x.shape().dim(axis) - 1);
  }
}
