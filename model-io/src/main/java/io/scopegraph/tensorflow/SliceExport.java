package io.scopegraph.tensorflow;

import io.scopegraph.op.Concat;
import io.scopegraph.op.Gather;
import io.scopegraph.op.Pad;
import io.scopegraph.op.Split;
import io.scopegraph.op.Transpose;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.stream.LongStream;

/// Ops that cut values apart, join them and extend them, as nodes of TensorFlow's.
final class SliceExport {
  private SliceExport() {}

  static void concat(NodeExport node, Concat op) {
    ExportScope scope = node.scope();
    DType dtype = node.dtype(0);
    if (node.inputCount() == 1) {
      scope.result("Identity").inputs(node.input(0)).type("T", dtype).add();
      return;
    }
    String axis = scope.axis("axis", op.axis());
    scope
        .result("ConcatV2")
        .inputs(node.inputs())
        .inputs(axis)
        .integer("N", node.inputCount())
        .type("T", dtype)
        .type("Tidx", DType.INT32)
        .add();
  }

  static void split(NodeExport node, Split op) {
    ExportScope scope = node.scope();
    DType dtype = node.dtype(0);
    String axis = scope.axis("split_dim", op.axis());
    long[] sizes = op.sizes().stream().mapToLong(Long::longValue).toArray();
    Shape x = node.shape(0);
    boolean uneven =
        sizes.length == 0
            && x.isRankKnown()
            && x.isKnown(op.axis())
            && x.dim(op.axis()) % op.pieces() != 0;
    if (uneven) {
      sizes =
          node.node().outputs().stream().mapToLong(spec -> spec.shape().dim(op.axis())).toArray();
    }
    if (sizes.length == 0) {
      scope
          .result("Split")
          .inputs(axis, node.input(0))
          .integer("num_split", op.pieces())
          .type("T", dtype)
          .add();
      return;
    }
    String list = scope.vector("size_splits", sizes);
    scope
        .result("SplitV")
        .inputs(node.input(0), list, axis)
        .integer("num_split", op.pieces())
        .type("T", dtype)
        .type("Tlen", DType.INT32)
        .add();
  }

  /// TensorFlow takes no negative indices; those that are known are counted from the beginning.
  static void gather(NodeExport node, Gather op) {
    ExportScope scope = node.scope();
    Tensor known = node.constant(1);
    String indices = node.input(1);
    if (known != null && LongStream.of(known.toLongArray()).anyMatch(index -> index < 0)) {
      Shape x = node.shape(0);
      if (!x.isRankKnown() || !x.isKnown(op.axis())) {
        throw node.unsupported("an index is negative, and the extent it counts from is unknown");
      }
      Tensor positive = known.copy();
      for (long i = 0; i < known.elementCount(); i++) {
        long index = known.getLong(i);
        positive.setLong(i, index < 0 ? index + x.dim(op.axis()) : index);
      }
      indices = scope.constant("indices", positive);
    }
    scope
        .result("GatherV2")
        .inputs(node.input(0), indices, scope.axis("axis", op.axis()))
        .type("Tparams", node.dtype(0))
        .type("Tindices", node.dtype(1))
        .type("Taxis", DType.INT32)
        .add();
  }

  /// Ranges of the first axes, or of all those named if the names are known.
  static void slice(NodeExport node) {
    Tensor starts = node.constant(1);
    Tensor ends = node.constant(2);
    boolean named = node.inputCount() > 3;
    if (starts == null || ends == null) {
      unknownRanges(node, named);
      return;
    }
    long[] from = starts.toLongArray();
    long[] to = ends.toLongArray();
    long[] axes =
        named ? node.requireLongs(3, "the axes") : LongStream.range(0, from.length).toArray();
    long[] steps =
        node.inputCount() > 4
            ? node.requireLongs(4, "the steps")
            : LongStream.of(from).map(_ -> 1).toArray();
    int rank = 0;
    for (int i = 0; i < axes.length; i++) {
      axes[i] += axes[i] < 0 ? node.rank(0) : 0;
      rank = Math.max(rank, Math.toIntExact(axes[i]) + 1);
    }
    long[] begin = new long[rank];
    long[] end = new long[rank];
    long[] strides = LongStream.range(0, rank).map(_ -> 1).toArray();
    long whole = (1L << rank) - 1;
    for (int i = 0; i < axes.length; i++) {
      int axis = (int) axes[i];
      begin[axis] = from[i];
      end[axis] = to[i];
      strides[axis] = steps[i];
      whole &= ~(1L << axis);
    }
    if (rank == 0) {
      node.scope().result("Identity").inputs(node.input(0)).type("T", node.dtype(0)).add();
      return;
    }
    strided(node.scope(), node.input(0), node.dtype(0), begin, end, strides, whole);
  }

  private static void unknownRanges(NodeExport node, boolean named) {
    Shape length = node.shape(1);
    if (!length.isRankKnown() || !length.isKnown(0) || node.dtype(1) != node.dtype(2)) {
      throw node.unsupported("the number of sliced axes must be known");
    }
    int count = Math.toIntExact(length.dim(0));
    long[] axes = named ? node.requireLongs(3, "the axes") : new long[count];
    for (int i = 0; named && i < count; i++) {
      if (axes[i] != i) {
        throw node.unsupported("where the ranges are computed, the axes must be the first ones");
      }
    }
    long[] steps =
        node.inputCount() > 4
            ? node.requireLongs(4, "the steps")
            : LongStream.of(axes).map(_ -> 1).toArray();
    DType dtype = node.dtype(1);
    Tensor list = Tensor.allocate(node.spec(1));
    for (int i = 0; i < count; i++) {
      list.setLong(i, steps[i]);
    }
    ExportScope scope = node.scope();
    scope
        .result("StridedSlice")
        .inputs(node.input(0), node.input(1), node.input(2), scope.constant("strides", list))
        .type("T", node.dtype(0))
        .type("Index", dtype)
        .add();
  }

  /// The result as a range of each of the first axes of a value.
  static String strided(
      ExportScope scope, String x, DType dtype, long[] begin, long[] end, long[] strides) {
    return strided(scope, x, dtype, begin, end, strides, 0);
  }

  /// @param whole the set of axes that are taken as they are, as bits
  private static String strided(
      ExportScope scope,
      String x,
      DType dtype,
      long[] begin,
      long[] end,
      long[] strides,
      long whole) {
    Tensor from = Tensor.vector(begin);
    return scope
        .result("StridedSlice")
        .inputs(
            x,
            scope.constant("begin", from),
            scope.constant("end", Tensor.vector(end)),
            scope.constant("strides", Tensor.vector(strides)))
        .type("T", dtype)
        .type("Index", DType.INT64)
        .integer("begin_mask", whole)
        .integer("end_mask", whole)
        .add();
  }

  static void pad(NodeExport node, Pad op) {
    long[] pads = node.constant(1) == null ? null : node.requireLongs(1, "the pads");
    if (pads == null) {
      unknownPads(node, op);
      return;
    }
    long least = LongStream.of(pads).min().orElse(0);
    long most = LongStream.of(pads).max().orElse(0);
    if (least < 0 && op.mode() != Pad.Mode.CONSTANT) {
      throw node.unsupported("TensorFlow does not crop while it pads by %s", op.mode());
    }
    switch (op.mode()) {
      case CONSTANT -> {
        if (least < 0) {
          padAndCrop(node, op, pads);
        } else {
          constantPad(node.scope(), node, op, pairs(node.scope(), pads));
        }
      }
      case REFLECT -> mirror(node, "REFLECT", pairs(node.scope(), pads));
      case EDGE -> {
        if (most > 1) {
          throw node.unsupported("TensorFlow repeats no border cell more than once");
        }
        mirror(node, "SYMMETRIC", pairs(node.scope(), pads));
      }
      case WRAP -> throw node.unsupported("TensorFlow has no padding from the opposite side");
    }
  }

  private static void mirror(NodeExport node, String mode, String pairs) {
    node.scope()
        .result("MirrorPad")
        .inputs(node.input(0), pairs)
        .type("T", node.dtype(0))
        .type("Tpaddings", DType.INT32)
        .text("mode", mode)
        .add();
  }

  private static String constantPad(ExportScope scope, NodeExport node, Pad op, String pairs) {
    DType dtype = node.dtype(0);
    boolean zero = op.value() == 0;
    NodeDraft draft;
    if (zero) {
      draft = scope.result("Pad").inputs(node.input(0), pairs);
    } else {
      String fill = scope.number("constant_values", dtype, op.value());
      draft = scope.result("PadV2").inputs(node.input(0), pairs, fill);
    }
    return draft.type("T", dtype).type("Tpaddings", DType.INT32).add();
  }

  /// Pads where the numbers are positive, then cuts off where they are negative.
  private static void padAndCrop(NodeExport node, Pad op, long[] pads) {
    int rank = pads.length / 2;
    long[] positive = LongStream.of(pads).map(pad -> Math.max(pad, 0)).toArray();
    ExportScope scope = node.scope();
    ExportScope inner = scope.inner("padded", Shape.unknownDims(rank));
    String padded = constantPad(inner, node, op, pairs(inner, positive));
    long[] begin = new long[rank];
    long[] end = new long[rank];
    long toEnd = 0;
    for (int axis = 0; axis < rank; axis++) {
      begin[axis] = Math.max(0, -pads[axis]);
      end[axis] = Math.min(0, pads[axis + rank]);
      toEnd |= end[axis] == 0 ? 1L << axis : 0;
    }
    scope
        .result("StridedSlice")
        .inputs(
            padded,
            scope.vector("begin", begin),
            scope.vector("end", end),
            scope.vector("strides", LongStream.range(0, rank).map(_ -> 1).toArray()))
        .type("T", node.dtype(0))
        .type("Index", DType.INT32)
        .integer("end_mask", toEnd)
        .add();
  }

  private static void unknownPads(NodeExport node, Pad op) {
    if (op.mode() != Pad.Mode.CONSTANT) {
      throw node.unsupported("the pads must be constant");
    }
    ExportScope scope = node.scope();
    DType dtype = node.dtype(1);
    Shape shape = Shape.of(2, -1);
    String rows =
        scope
            .part("rows", "Reshape", shape)
            .inputs(node.input(1), scope.vector("rows/shape", 2, -1))
            .type("T", dtype)
            .type("Tshape", DType.INT32)
            .add();
    String pairs = LayoutExport.part(scope, "paddings", rows, dtype, shape, Transpose.of(1, 0));
    NodeDraft draft;
    if (op.value() == 0) {
      draft = scope.result("Pad").inputs(node.input(0), pairs);
    } else {
      String fill = scope.number("constant_values", node.dtype(0), op.value());
      draft = scope.result("PadV2").inputs(node.input(0), pairs, fill);
    }
    draft.type("T", node.dtype(0)).type("Tpaddings", dtype).add();
  }

  /// All that go before and all that go after, as pairs.
  private static String pairs(ExportScope scope, long[] pads) {
    int rank = pads.length / 2;
    long[] pairs = new long[pads.length];
    for (int axis = 0; axis < rank; axis++) {
      pairs[2 * axis] = pads[axis];
      pairs[2 * axis + 1] = pads[axis + rank];
    }
    return pairs(scope, "paddings", pairs);
  }

  /// A constant of one row for each axis.
  static String pairs(ExportScope scope, String part, long[] pairs) {
    int[] narrow = LongStream.of(pairs).mapToInt(Math::toIntExact).toArray();
    return scope.constant(part, Tensor.ofInts(Shape.of(pairs.length / 2, 2), narrow));
  }
}
