package io.scopegraph.op;

import static io.scopegraph.op.OpCases.anything;
import static io.scopegraph.op.OpCases.axes;
import static io.scopegraph.op.OpCases.example;
import static io.scopegraph.op.OpCases.in;
import static io.scopegraph.op.OpCases.refuses;
import static io.scopegraph.op.OpCases.spec;
import static io.scopegraph.op.OpCases.unknown;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.DType;
import java.util.List;

/// Ops that arrange elements by their attributes.
final class ArrayCases {
  private static final Squeeze FIRST = new Squeeze(axes(0));
  private static final Concat ROWS = new Concat(1);
  private static final long HUGE = Long.MAX_VALUE;

  private ArrayCases() {}

  private static Split split(int axis, int pieces, Long... sizes) {
    return new Split(axis, pieces, ImmutableList.copyOf(sizes));
  }

  static List<OpCases.Example> examples() {
    return List.of(
        example(Transpose.of(2, 0, 1), spec(4, 2, 3), in(2, 3, 4)),
        example(Transpose.of(), spec(4, -1, 2), in(2, -1, 4)),
        example(Transpose.of(1, 0), spec(-1, -1), unknown()),
        example(Transpose.of(), anything(), unknown()),
        example(FIRST, spec(3, 1), in(1, 3, 1)),
        example(new Squeeze(axes()), spec(3), in(1, 3, 1)),
        example(new Squeeze(axes(-1)), spec(1, -1), in(1, -1, 1)),
        example(FIRST, spec(3), in(-1, 3)),
        example(new Squeeze(axes()), anything(), in(-1, 3)),
        example(new Unsqueeze(axes(0, 2)), spec(1, 3, 1), in(3)),
        example(new Unsqueeze(axes(-1)), spec(3, -1, 1), in(3, -1)),
        example(new Unsqueeze(axes(0)), anything(), unknown()),
        example(new Flatten(1), spec(2, 12), in(2, 3, 4)),
        example(new Flatten(-1), spec(6, 4), in(2, 3, 4)),
        example(new Flatten(3), spec(24, 1), in(2, 3, 4)),
        example(new Flatten(0), spec(1, -1), in(2, -1)),
        example(new Flatten(0), spec(-1, -1), unknown()),
        example(ROWS, spec(2, 4), in(2, 3), in(2, 1)),
        example(ROWS, spec(2, -1), in(-1, 3), in(2, -1)),
        example(ROWS, anything(), in(2, 3), unknown()),
        new OpCases.Example(split(0, 3), List.of(in(7)), List.of(spec(3), spec(3), spec(1))),
        new OpCases.Example(split(0, 3), List.of(in(2)), List.of(spec(1), spec(1), spec(0))),
        new OpCases.Example(
            split(-1, 2, 1L, 4L), List.of(in(2, 5)), List.of(spec(2, 1), spec(2, 4))),
        new OpCases.Example(split(0, 2), List.of(in(-1)), List.of(spec(-1), spec(-1))),
        new OpCases.Example(split(0, 2, 1L, 4L), List.of(in(-1)), List.of(spec(1), spec(4))),
        new OpCases.Example(split(0, 2), List.of(unknown()), List.of(anything(), anything())),
        example(new ShapeOp(1, null), spec(DType.INT64, 2), in(2, 3, 4)),
        example(new ShapeOp(-2, -1), spec(DType.INT64, 1), in(2, 3, 4)),
        example(new ShapeOp(2, 1), spec(DType.INT64, 0), in(2, 3, 4)),
        example(ShapeOp.WHOLE, spec(DType.INT64, -1), unknown()));
  }

  static List<OpCases.Broken> broken() {
    return List.of(
        refuses(Transpose.class, "C1", () -> Transpose.of(0), in(2), in(2)),
        refuses(Transpose.class, "C2", () -> Transpose.of(0, 0)),
        refuses(Transpose.class, "C2", () -> Transpose.of(1, 2)),
        refuses(Transpose.class, "C3", () -> Transpose.of(1, 0), in(2, 3, 4)),
        refuses(Squeeze.class, "C1", () -> FIRST),
        refuses(Squeeze.class, "C2", () -> new Squeeze(axes(2)), in(1, 1)),
        refuses(Squeeze.class, "C3", () -> FIRST, in(2, 1)),
        refuses(Unsqueeze.class, "C1", () -> new Unsqueeze(axes(0))),
        refuses(Unsqueeze.class, "C2", () -> new Unsqueeze(axes(3)), in(2, 3)),
        refuses(Unsqueeze.class, "C2", () -> new Unsqueeze(axes(0, -3)), in(2)),
        refuses(Flatten.class, "C0", () -> new Flatten(0), in(HUGE, 2)),
        refuses(Flatten.class, "C1", () -> new Flatten(0)),
        refuses(Flatten.class, "C2", () -> new Flatten(3), in(2, 3)),
        refuses(Concat.class, "C0", () -> new Concat(0), in(HUGE), in(1)),
        refuses(Concat.class, "C1", () -> ROWS),
        refuses(Concat.class, "C1", () -> ROWS, in(2, 3), in(DType.INT32, 2, 3)),
        refuses(Concat.class, "C2", () -> ROWS, in(2), in(2)),
        refuses(Concat.class, "C2", () -> ROWS, in(2, 3), in(2, 3, 1)),
        refuses(Concat.class, "C3", () -> ROWS, in(2, 3), in(3, 3)),
        refuses(Split.class, "C1", () -> split(0, 1)),
        refuses(Split.class, "C2", () -> split(1, 2), in(4)),
        refuses(Split.class, "C3", () -> split(0, 0)),
        refuses(Split.class, "C3", () -> split(0, 2, 1L)),
        refuses(Split.class, "C3", () -> split(0, 2, -1L, 5L)),
        refuses(Split.class, "C3", () -> split(0, 2, 1L, 2L), in(4)),
        refuses(Split.class, "C3", () -> split(0, 2, HUGE, HUGE), in(4)),
        refuses(ShapeOp.class, "C1", () -> ShapeOp.WHOLE));
  }
}
