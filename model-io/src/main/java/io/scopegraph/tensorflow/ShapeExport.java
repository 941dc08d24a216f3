package io.scopegraph.tensorflow;

import io.scopegraph.op.ConstantOfShape;
import io.scopegraph.op.Flatten;
import io.scopegraph.op.Reduce;
import io.scopegraph.op.Reshape;
import io.scopegraph.op.ShapeOp;
import io.scopegraph.op.Squeeze;
import io.scopegraph.op.Unsqueeze;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Ops that ask for or change a shape, and reductions, as nodes of TensorFlow's.
final class ShapeExport {
  private ShapeExport() {}

  /// The extents of a value as int32.
  static String shapeOf(ExportScope scope, String part, String x, DType dtype, Shape length) {
    return scope
        .part(part, "Shape", length)
        .inputs(x)
        .type("T", dtype)
        .type("out_type", DType.INT32)
        .add();
  }

  static void shape(NodeExport node, ShapeOp op) {
    ExportScope scope = node.scope();
    boolean whole = op.equals(ShapeOp.WHOLE);
    NodeDraft draft =
        whole ? scope.result("Shape") : scope.part("whole", "Shape", Shape.unknownDims(1));
    String shape =
        draft.inputs(node.input(0)).type("T", node.dtype(0)).type("out_type", DType.INT64).add();
    if (whole) {
      return;
    }
    Integer end = op.end();
    SliceExport.strided(
        scope,
        shape,
        DType.INT64,
        new long[] {op.start()},
        new long[] {end == null ? Integer.MAX_VALUE : end},
        new long[] {1});
  }

  /// In TensorFlow a 0 stands for an extent of 0 and never copies one.
  static void reshape(NodeExport node, Reshape op) {
    Tensor target = node.constant(1);
    Shape output = node.output().shape();
    ExportScope scope = node.scope();
    if (output.isFullyDefined() && target != null) {
      reshape(node, scope.vector("shape", output.dims()), DType.INT32);
      return;
    }
    boolean copies = false;
    if (target != null && !op.allowZero()) {
      for (long dim : target.toLongArray()) {
        copies |= dim == 0;
      }
    }
    if (!copies || target == null) {
      reshape(node, node.input(1), node.dtype(1));
      return;
    }
    reshape(node, copied(node, target.toLongArray()), DType.INT32);
  }

  private static void reshape(NodeExport node, String shape, DType dtype) {
    node.scope()
        .result("Reshape")
        .inputs(node.input(0), shape)
        .type("T", node.dtype(0))
        .type("Tshape", dtype)
        .add();
  }

  /// A target shape with extents of the input in the place of zeros.
  private static String copied(NodeExport node, long[] dims) {
    ExportScope scope = node.scope();
    Shape x = node.shape(0);
    String whole = shapeOf(scope, "extents", node.input(0), node.dtype(0), Shape.unknownDims(1));
    List<String> pieces = new ArrayList<>();
    for (int axis = 0; axis < dims.length; axis++) {
      boolean known = dims[axis] != 0 || (x.isRankKnown() && x.isKnown(axis));
      if (known) {
        pieces.add(scope.vector("dim", dims[axis] != 0 ? dims[axis] : x.dim(axis)));
        continue;
      }
      ExportScope inner = scope.inner("extent", Shape.of(1));
      pieces.add(
          SliceExport.strided(
              inner,
              whole,
              DType.INT32,
              new long[] {axis},
              new long[] {axis + 1L},
              new long[] {1}));
    }
    return pieces.size() == 1 ? pieces.getFirst() : concat(scope, pieces);
  }

  /// Joins vectors of int32.
  private static String concat(ExportScope scope, List<String> pieces) {
    String axis = scope.axis("shape/axis", 0);
    return scope
        .part("shape", "ConcatV2", Shape.of(pieces.size()))
        .inputs(pieces)
        .inputs(axis)
        .integer("N", pieces.size())
        .type("T", DType.INT32)
        .type("Tidx", DType.INT32)
        .add();
  }

  static void flatten(NodeExport node, Flatten op) {
    Shape output = node.output().shape();
    ExportScope scope = node.scope();
    if (output.isFullyDefined()) {
      reshape(node, scope.vector("shape", output.dims()), DType.INT32);
    } else if (output.isKnown(0) || output.isKnown(1)) {
      reshape(node, scope.vector("shape", output.dims()), DType.INT32);
    } else {
      reshape(node, leading(node, op), DType.INT32);
    }
  }

  /// The product of the first extents, and -1.
  private static String leading(NodeExport node, Flatten op) {
    ExportScope scope = node.scope();
    String whole = shapeOf(scope, "extents", node.input(0), node.dtype(0), Shape.unknownDims(1));
    String first =
        SliceExport.strided(
            scope.inner("first", Shape.unknownDims(1)),
            whole,
            DType.INT32,
            new long[] {0},
            new long[] {op.axis()},
            new long[] {1});
    String product =
        scope
            .part("product", "Prod", Shape.of(1))
            .inputs(first, scope.vector("product/axes", 0))
            .type("T", DType.INT32)
            .type("Tidx", DType.INT32)
            .flag("keep_dims", true)
            .add();
    return concat(scope, List.of(product, scope.vector("rest", -1)));
  }

  static void squeeze(NodeExport node, Squeeze op) {
    node.scope()
        .result("Squeeze")
        .inputs(node.input(0))
        .type("T", node.dtype(0))
        .integers("squeeze_dims", LayoutExport.longs(op.axes()))
        .add();
  }

  /// One node for each axis, the lowest first.
  static void unsqueeze(NodeExport node, Unsqueeze op) {
    int count = op.axes().size();
    ExportScope scope = node.scope();
    if (count == 0) {
      scope.result("Identity").inputs(node.input(0)).type("T", node.dtype(0)).add();
      return;
    }
    long[] axes = LayoutExport.longs(op.axes());
    if (count > 1) {
      int rank = node.rank(0) + count;
      for (int i = 0; i < count; i++) {
        axes[i] += axes[i] < 0 ? rank : 0;
      }
      Arrays.sort(axes);
    }
    String x = node.input(0);
    for (int i = 0; i < count; i++) {
      boolean last = i == count - 1;
      String axis = scope.axis("dim", Math.toIntExact(axes[i]));
      NodeDraft draft =
          last
              ? scope.result("ExpandDims")
              : scope.part("expanded", "ExpandDims", Shape.unknownDims(node.rank(0) + i + 1));
      x = draft.inputs(x, axis).type("T", node.dtype(0)).type("Tdim", DType.INT32).add();
    }
  }

  static void constantOfShape(NodeExport node, ConstantOfShape op) {
    ExportScope scope = node.scope();
    DType dtype = op.fill().dtype();
    String value = scope.constant("value", op.fill().reshaped(Shape.scalar()));
    scope
        .result("Fill")
        .inputs(node.input(0), value)
        .type("T", dtype)
        .type("index_type", node.dtype(0))
        .add();
  }

  /// Broadcasts to the shape that both the value and the operand come to.
  static void expand(NodeExport node) {
    ExportScope scope = node.scope();
    Shape output = node.output().shape();
    String shape;
    DType dtype = DType.INT32;
    if (output.isFullyDefined()) {
      shape = scope.vector("shape", output.dims());
    } else {
      dtype = node.dtype(1);
      String extents =
          scope
              .part("extents", "Shape", Shape.unknownDims(1))
              .inputs(node.input(0))
              .type("T", node.dtype(0))
              .type("out_type", dtype)
              .add();
      shape =
          scope
              .part("shape", "BroadcastArgs", Shape.unknownDims(1))
              .inputs(extents, node.input(1))
              .type("T", dtype)
              .add();
    }
    scope
        .result("BroadcastTo")
        .inputs(node.input(0), shape)
        .type("T", node.dtype(0))
        .type("Tidx", dtype)
        .add();
  }

  static void reduce(NodeExport node, Reduce op) {
    ExportScope scope = node.scope();
    long[] axes = LayoutExport.longs(op.axes());
    if (axes.length == 0) {
      axes = new long[node.rank(0)];
      for (int axis = 0; axis < axes.length; axis++) {
        axes[axis] = axis;
      }
    }
    scope
        .result(op.type())
        .inputs(node.input(0), scope.vector("reduction_indices", axes))
        .type("T", node.dtype(0))
        .type("Tidx", DType.INT32)
        .flag("keep_dims", op.keepDims())
        .add();
  }
}
