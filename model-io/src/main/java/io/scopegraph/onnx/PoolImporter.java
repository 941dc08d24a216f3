package io.scopegraph.onnx;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Value;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Pool2D;
import io.scopegraph.op.Reduce;

/// Pooling over windows and over everything.
final class PoolImporter {
  private PoolImporter() {}

  static OpImporter pool(Pool2D.Kind kind) {
    return node -> {
      Value x = node.input(0);
      node.requireFloating(x);
      int[] kernel = node.attributes().smalls("kernel_shape");
      if (kernel == null) {
        throw node.malformed("attribute kernel_shape is missing");
      }
      SpatialWindow window = SpatialWindow.of(node, kernel);
      Pool2D op =
          new Pool2D(
              kind,
              window.kernel(),
              window.strides(),
              window.dilations(),
              window.padding(),
              node.attributes().flag("ceil_mode", false),
              node.attributes().flag("count_include_pad", false),
              DataFormat.NCHW);
      return window.finish(node, op, window.raise(node, "raised", x));
    };
  }

  /// The statistic over all axes but batch and channels, which stay with extent 1.
  static OpImporter global(Reduce.Function function) {
    return node -> {
      Value x = node.input(0);
      int rank = node.rank(x);
      if (rank < 3) {
        throw node.malformed(
            "expected an input of rank 3 or more, found %s".formatted(node.shape(x)));
      }
      ImmutableList.Builder<Integer> axes = ImmutableList.builder();
      for (int axis = 2; axis < rank; axis++) {
        axes.add(axis);
      }
      return node.add(new Reduce(function, axes.build(), true), x);
    };
  }
}
