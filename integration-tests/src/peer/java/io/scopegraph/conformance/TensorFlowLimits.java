package io.scopegraph.conformance;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.op.ConvTranspose2D;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Gather;
import io.scopegraph.op.MatMul;
import io.scopegraph.op.Placeholder;
import io.scopegraph.op.Pool2D;
import io.scopegraph.op.Size2;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the build of TensorFlow that we compare with cannot run, though it loads it.
final class TensorFlowLimits {
  private TensorFlowLimits() {}

  /// Why a case cannot be run, or null.
  static @Nullable String reason(Case one) {
    Graph graph = one.graph();
    Node node = graph.node(graph.value("y"));
    Stream<TensorSpec> ends =
        Stream.concat(
            one.feeds().values().stream().map(Tensor::spec), node.outputs().stream());
    if (ends.map(TensorSpec::dtype).anyMatch(TensorFlowLimits::isUnknown)) {
      return "its Java API neither feeds nor fetches int8, int16 and uint32";
    }
    return switch (node.op()) {
      case Placeholder _ -> "it does not fetch what is fed";
      case Gather _ -> {
        Tensor indices = one.feeds().get("x1");
        yield indices != null && hasNegative(indices)
            ? "its indices must not be negative, and these are known when it runs"
            : null;
      }
      case MatMul _ -> product(graph, node);
      case ConvTranspose2D op when op.format() == DataFormat.NCHW ->
          "it has no transposed convolutions of NCHW on a CPU";
      case ConvTranspose2D op when op.groups() > 1 || !op.dilations().equals(Size2.ONE) ->
          "it has no dilated transposed convolutions, and none in groups, on a CPU";
      case Pool2D op when op.format() == DataFormat.NCHW
              && graph.spec(node.inputs().getFirst()).dtype() == DType.FLOAT16 ->
          "it has no pools of NCHW in float16 on a CPU";
      default -> null;
    };
  }

  private static @Nullable String product(Graph graph, Node node) {
    TensorSpec left = graph.spec(node.inputs().get(0));
    TensorSpec right = graph.spec(node.inputs().get(1));
    if (left.shape().elementCount() == 0 || right.shape().elementCount() == 0) {
      return "its oneDNN kernels end the process where a product is over nothing";
    }
    boolean batched = left.shape().rank() > 2 || right.shape().rank() > 2;
    boolean narrow = left.dtype() == DType.UINT8 || left.dtype() == DType.UINT16;
    return batched && narrow ? "it has no kernel for batched products of bytes" : null;
  }

  private static boolean isUnknown(DType dtype) {
    return dtype == DType.INT8 || dtype == DType.INT16 || dtype == DType.UINT32;
  }

  private static boolean hasNegative(Tensor tensor) {
    for (long i = 0; i < tensor.elementCount(); i++) {
      if (tensor.getLong(i) < 0) {
        return true;
      }
    }
    return false;
  }
}
