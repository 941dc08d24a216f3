package io.scopegraph.op;

import static io.scopegraph.op.OpCases.anything;
import static io.scopegraph.op.OpCases.example;
import static io.scopegraph.op.OpCases.floats;
import static io.scopegraph.op.OpCases.in;
import static io.scopegraph.op.OpCases.ints;
import static io.scopegraph.op.OpCases.refuses;
import static io.scopegraph.op.OpCases.spec;
import static io.scopegraph.op.OpCases.unknown;

import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.List;

/// Ops whose shape rule reads the contents of an input.
final class OperandCases {
  private static final Reshape COPY_ZERO = new Reshape(false);
  private static final Reshape ALLOW_ZERO = new Reshape(true);
  private static final Slice SLICE = new Slice();
  private static final Gather GATHER = new Gather(0);
  private static final ConstantOfShape SEVENS = new ConstantOfShape(Tensor.scalar(7));
  private static final Pad ZEROS = new Pad(Pad.Mode.CONSTANT, 0);
  private static final Pad REFLECT = new Pad(Pad.Mode.REFLECT, 0);
  private static final Resize BY_SCALES =
      resize(Resize.Target.SCALES, Resize.Coordinates.ASYMMETRIC);
  private static final Resize TO_SIZES = resize(Resize.Target.SIZES, Resize.Coordinates.HALF_PIXEL);
  private static final Resize CROP =
      resize(Resize.Target.SIZES, Resize.Coordinates.TF_CROP_AND_RESIZE);

  private OperandCases() {}

  private static Resize resize(Resize.Target target, Resize.Coordinates coordinates) {
    return new Resize(Resize.Interpolation.LINEAR, target, coordinates, Resize.Rounding.FLOOR, 0);
  }

  static List<OpCases.Example> examples() {
    var vector = in(DType.INT64, 2);
    return List.of(
        example(COPY_ZERO, spec(2, 12), in(2, 3, 4), ints(0, -1)),
        example(ALLOW_ZERO, spec(0, 5), in(0, 3), ints(0, 5)),
        example(COPY_ZERO, spec(0, 0), in(0, 3), ints(0, -1)),
        example(COPY_ZERO, spec(-1, 12), in(-1, 3, 4), ints(0, 12)),
        example(COPY_ZERO, spec(-1, -1), unknown(), ints(0, -1)),
        example(COPY_ZERO, spec(-1, -1), in(2, 3), vector),
        example(COPY_ZERO, anything(), in(2, 3), in(DType.INT32, -1)),
        example(SLICE, spec(4), in(5), ints(3), ints(-6), ints(0), ints(-1)),
        example(SLICE, spec(2, 3), in(4, 5), ints(1, 2), ints(3, 99)),
        example(SLICE, spec(4, 2), in(4, 5), ints(0), ints(-1), ints(-1), ints(2)),
        example(SLICE, spec(0), in(0), ints(5), ints(-5), ints(0), ints(-1)),
        example(SLICE, spec(-1, 3), in(-1, 5), ints(0, 2), ints(9, 9)),
        example(SLICE, spec(-1, -1), in(4, 5), vector, vector),
        example(SLICE, anything(), unknown(), ints(1), ints(2)),
        example(GATHER, spec(3, 2), in(5, 2), in(DType.INT64, 3)),
        example(new Gather(-1), spec(5, 2, 3), in(5, 4), in(DType.INT32, 2, 3)),
        example(GATHER, spec(2), in(5, 2), Inference.Operand.of(Tensor.scalar(-5L))),
        example(GATHER, anything(), unknown(), ints(1)),
        example(new Expand(), spec(2, 3, 6), in(3, 1), ints(2, 1, 6)),
        example(new Expand(), spec(2, 3), in(2, 3), ints(1)),
        example(new Expand(), spec(-1, 3), in(3), vector),
        example(SEVENS, spec(DType.INT32, 2, 2), ints(2, 2)),
        example(SEVENS, spec(DType.INT32, -1, -1), vector),
        example(SEVENS, new TensorSpec(DType.INT32, Shape.unknownRank()), in(DType.INT64, -1)),
        example(REFLECT, spec(5), in(3), ints(1, 1)),
        example(ZEROS, spec(3, 0), in(2, 3), ints(0, -1, 1, -2)),
        example(ZEROS, spec(-1, 5), in(-1, 3), ints(1, 1, 1, 1)),
        example(ZEROS, spec(-1, -1), in(2, 3), in(DType.INT64, 4)),
        example(ZEROS, anything(), unknown(), ints(1, 1)),
        example(BY_SCALES, spec(1, 1, 4, 4), in(1, 1, 2, 2), floats(1, 1, 2, 2)),
        example(BY_SCALES, spec(-1, 3), in(-1, 5), floats(2, 0.7f)),
        example(TO_SIZES, spec(3, 8), in(-1, 5), ints(3, 8)),
        example(TO_SIZES, spec(-1, -1), in(4, 5), vector),
        example(TO_SIZES, spec(-1, -1), unknown(), vector),
        example(CROP, spec(2, 2), in(4, 5), ints(2, 2), floats(0, 0, 1, 1)));
  }

  static List<OpCases.Broken> broken() {
    long min = Long.MIN_VALUE;
    return List.of(
        refuses(Reshape.class, "C0", () -> COPY_ZERO, in(1L << 62, 2), ints(-1)),
        refuses(Reshape.class, "C1", () -> COPY_ZERO, in(2)),
        refuses(Reshape.class, "C1", () -> COPY_ZERO, in(2), in(1)),
        refuses(Reshape.class, "C1", () -> COPY_ZERO, in(2), in(DType.INT64, 1, 1)),
        refuses(Reshape.class, "C2", () -> COPY_ZERO, in(2), ints(-2)),
        refuses(Reshape.class, "C2", () -> COPY_ZERO, in(2), ints(-1, -1)),
        refuses(Reshape.class, "C2", () -> ALLOW_ZERO, in(0), ints(0, -1)),
        refuses(Reshape.class, "C3", () -> COPY_ZERO, in(2), ints(2, 0)),
        refuses(Reshape.class, "C4", () -> COPY_ZERO, in(2, 3), ints(4, -1)),
        refuses(Reshape.class, "C4", () -> COPY_ZERO, in(2, 3), ints(5)),
        refuses(Slice.class, "C1", () -> SLICE, in(5), ints(0)),
        refuses(Slice.class, "C1", () -> SLICE, in(5), floats(0), ints(1)),
        refuses(Slice.class, "C1", () -> SLICE, in(5), in(DType.INT64, 1, 1), ints(1)),
        refuses(Slice.class, "C2", () -> SLICE, in(5), ints(0, 0), ints(1)),
        refuses(Slice.class, "C2", () -> SLICE, in(5), ints(0, 0), ints(1, 1)),
        refuses(Slice.class, "C3", () -> SLICE, in(5), ints(0), ints(1), ints(min)),
        refuses(Slice.class, "C3", () -> SLICE, in(5, 5), ints(0, 0), ints(1, 1), ints(1, -1)),
        refuses(Slice.class, "C4", () -> SLICE, in(5), ints(0), ints(1), ints(0), ints(0)),
        refuses(Gather.class, "C1", () -> GATHER, in(5, 2), in(3)),
        refuses(Gather.class, "C2", () -> new Gather(2), in(5, 2), ints(0)),
        refuses(Gather.class, "C3", () -> GATHER, in(5, 2), ints(5)),
        refuses(Gather.class, "C3", () -> GATHER, in(5, 2), ints(-6)),
        refuses(Expand.class, "C1", () -> new Expand(), in(3), floats(3)),
        refuses(Expand.class, "C2", () -> new Expand(), in(3), ints(-1)),
        refuses(Expand.class, "C3", () -> new Expand(), in(3), ints(2)),
        refuses(ConstantOfShape.class, "C1", () -> SEVENS, in(2)),
        refuses(ConstantOfShape.class, "C2", () -> SEVENS, ints(2, -1)),
        refuses(ConstantOfShape.class, "C3", () -> new ConstantOfShape(Tensor.vector(1, 2))),
        refuses(Pad.class, "C0", () -> ZEROS, in(5), ints(min, min)),
        refuses(Pad.class, "C1", () -> ZEROS, in(5)),
        refuses(Pad.class, "C1", () -> ZEROS, in(5), floats(1, 1)),
        refuses(Pad.class, "C2", () -> ZEROS, in(5), ints(1, 1, 1)),
        refuses(Pad.class, "C3", () -> ZEROS, in(5), ints(-3, -3)),
        refuses(Pad.class, "C3", () -> ZEROS, in(5), ints(Long.MAX_VALUE, 0)),
        refuses(Pad.class, "C4", () -> REFLECT, in(3), ints(3, 0)),
        refuses(Pad.class, "C4", () -> new Pad(Pad.Mode.EDGE, 0), in(0), ints(0, 1)),
        refuses(Pad.class, "C4", () -> new Pad(Pad.Mode.WRAP, 0), in(0), ints(1, 0)),
        refuses(Resize.class, "C1", () -> TO_SIZES, in(4, 5)),
        refuses(Resize.class, "C1", () -> CROP, in(4, 5), ints(2, 2)),
        refuses(Resize.class, "C1", () -> TO_SIZES, in(DType.INT32, 4, 5), ints(2, 2)),
        refuses(Resize.class, "C2", () -> TO_SIZES, in(4, 5), floats(2, 2)),
        refuses(Resize.class, "C2", () -> BY_SCALES, in(4, 5), ints(2, 2)),
        refuses(Resize.class, "C2", () -> TO_SIZES, in(4, 5), in(DType.INT64, 1, 2)),
        refuses(Resize.class, "C3", () -> TO_SIZES, in(4, 5), ints(2, 2, 2)),
        refuses(Resize.class, "C4", () -> TO_SIZES, in(4, 5), ints(2, -1)),
        refuses(Resize.class, "C4", () -> BY_SCALES, in(4, 5), floats(0, 1)),
        refuses(Resize.class, "C4", () -> BY_SCALES, in(4, 5), floats(Float.NaN, 1)),
        refuses(Resize.class, "C5", () -> CROP, in(4, 5), ints(2, 2), ints(0, 0, 1, 1)),
        refuses(Resize.class, "C5", () -> CROP, in(4, 5), ints(2, 2), floats(0, 1)));
  }
}
