package io.scopegraph.tensorflow;

import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Pool2D;
import io.scopegraph.op.Size2;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import org.jspecify.annotations.Nullable;

/// Pooling as nodes of TensorFlow's. It knows SAME and VALID borders; other ones are padded before,
/// and a mean that counts other cells is corrected afterwards.
final class PoolExport {
  private final NodeExport node;
  private final Pool2D op;
  private final @Nullable Size2 input;

  private PoolExport(NodeExport node, Pool2D op) {
    this.node = node;
    this.op = op;
    this.input = extents(node.shape(0), op.format());
  }

  private static @Nullable Size2 extents(Shape x, DataFormat format) {
    boolean known =
        x.isRankKnown() && x.isKnown(format.heightAxis()) && x.isKnown(format.widthAxis());
    return known
        ? new Size2(Math.toIntExact(format.height(x)), Math.toIntExact(format.width(x)))
        : null;
  }

  static void pool(NodeExport node, Pool2D op) {
    if (!op.dilations().equals(Size2.ONE)) {
      throw node.unsupported("TensorFlow does not dilate the window of a pool");
    }
    new PoolExport(node, op).add();
  }

  private void add() {
    boolean own =
        switch (op.padding().kind()) {
          case VALID -> !op.ceilMode();
          case SAME_UPPER -> op.kind() == Pool2D.Kind.MAX || !op.countIncludePad();
          case SAME_LOWER, EXPLICIT -> false;
        };
    if (own) {
      windows(node.scope().result(op.type()), node.input(0), op.padding()).add();
      return;
    }
    Padding pads = pads();
    ExportScope scope = node.scope();
    if (op.kind() == Pool2D.Kind.MAX) {
      String padded = padded(pads, Double.NEGATIVE_INFINITY);
      windows(scope.result(op.type()), padded, Padding.VALID).add();
      return;
    }
    String padded = padded(pads, 0);
    Tensor factors = factors(pads);
    if (factors == null) {
      windows(scope.result(op.type()), padded, Padding.VALID).add();
      return;
    }
    NodeDraft pool = scope.part("AvgPool", op.type(), node.output().shape());
    String mean = windows(pool, padded, Padding.VALID).add();
    scope
        .result("Mul")
        .inputs(mean, scope.constant("factors", factors))
        .type("T", node.dtype(0))
        .add();
  }

  private NodeDraft windows(NodeDraft draft, String x, Padding padding) {
    draft
        .inputs(x)
        .type("T", node.dtype(0))
        .text("data_format", op.format().name())
        .integers("ksize", WindowPadding.four(op.window(), op.format()))
        .integers("strides", WindowPadding.four(op.strides(), op.format()));
    return WindowPadding.write(draft, padding, op.format());
  }

  /// The cells to add around, those that only exist through the ceiling included.
  private Padding pads() {
    if (input == null) {
      if (op.padding().kind() != Padding.Kind.EXPLICIT || op.ceilMode()) {
        throw node.unsupported("the height and width of its input must be known for its padding");
      }
      return op.padding();
    }
    Padding pads =
        WindowPadding.explicit(op.padding(), input, op.window(), op.strides(), Size2.ONE);
    Shape output = node.output().shape();
    return Padding.explicit(
        pads.top(),
        pads.left(),
        pads.bottom()
            + missing(output, Padding.Axis.HEIGHT, input.height() + pads.top() + pads.bottom()),
        pads.right()
            + missing(output, Padding.Axis.WIDTH, input.width() + pads.left() + pads.right()));
  }

  /// The cells that the last window lacks.
  private int missing(Shape output, Padding.Axis axis, int cells) {
    boolean height = axis == Padding.Axis.HEIGHT;
    long count = height ? op.format().height(output) : op.format().width(output);
    int stride = height ? op.strides().height() : op.strides().width();
    int window = height ? op.window().height() : op.window().width();
    return Math.toIntExact(Math.max(0, (count - 1) * stride + window - cells));
  }

  private String padded(Padding pads, double fill) {
    ExportScope scope = node.scope();
    Shape x = node.shape(0);
    Shape shape = Shape.unknownDims(4);
    if (input != null && x.isRankKnown()) {
      shape =
          op.format()
              .shape(
                  x.dim(0),
                  input.height() + pads.top() + pads.bottom(),
                  input.width() + pads.left() + pads.right(),
                  op.format().channels(x));
    }
    String list = SliceExport.pairs(scope, "paddings", WindowPadding.pads(pads, op.format()));
    return scope
        .part("padded", "PadV2", shape)
        .inputs(node.input(0), list, scope.number("fill", node.dtype(0), fill))
        .type("T", node.dtype(0))
        .type("Tpaddings", DType.INT32)
        .add();
  }

  /// For each cell of the output the cells of the window by those that count; null if all count.
  private @Nullable Tensor factors(Padding pads) {
    if (op.countIncludePad() && !op.ceilMode()) {
      return null;
    }
    if (input == null) {
      throw node.unsupported("the height and width of its input must be known for its padding");
    }
    Padding declared =
        WindowPadding.explicit(op.padding(), input, op.window(), op.strides(), Size2.ONE);
    Shape output = node.output().shape();
    int rows = Math.toIntExact(op.format().height(output));
    int columns = Math.toIntExact(op.format().width(output));
    Tensor factors =
        Tensor.allocate(new TensorSpec(node.dtype(0), op.format().shape(1, rows, columns, 1)));
    double cells = (double) op.window().height() * op.window().width();
    for (int row = 0; row < rows; row++) {
      int tall =
          counted(
              row * op.strides().height() - pads.top(),
              op.window().height(),
              input.height(),
              declared.top(),
              declared.bottom());
      for (int column = 0; column < columns; column++) {
        int wide =
            counted(
                column * op.strides().width() - pads.left(),
                op.window().width(),
                input.width(),
                declared.left(),
                declared.right());
        factors.setDouble((long) row * columns + column, cells / (tall * (double) wide));
      }
    }
    return factors;
  }

  /// The cells of a window that begins at `from` that count.
  private int counted(int from, int window, int input, int before, int after) {
    int first = op.countIncludePad() ? -before : 0;
    int last = op.countIncludePad() ? input + after : input;
    return Math.min(from + window, last) - Math.max(from, first);
  }
}
