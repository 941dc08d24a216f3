package io.scopegraph.cuda.op;

import io.scopegraph.cuda.driver.Work;
import io.scopegraph.op.BatchNorm;
import io.scopegraph.op.BiasAdd;
import io.scopegraph.op.Binary;
import io.scopegraph.op.Cast;
import io.scopegraph.op.Concat;
import io.scopegraph.op.Constant;
import io.scopegraph.op.ConstantOfShape;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.ConvTranspose2D;
import io.scopegraph.op.Expand;
import io.scopegraph.op.Flatten;
import io.scopegraph.op.Gather;
import io.scopegraph.op.Gemm;
import io.scopegraph.op.LocalResponseNorm;
import io.scopegraph.op.MatMul;
import io.scopegraph.op.Pad;
import io.scopegraph.op.Placeholder;
import io.scopegraph.op.Pool2D;
import io.scopegraph.op.Reduce;
import io.scopegraph.op.Reshape;
import io.scopegraph.op.Resize;
import io.scopegraph.op.ShapeOp;
import io.scopegraph.op.Slice;
import io.scopegraph.op.Softmax;
import io.scopegraph.op.Split;
import io.scopegraph.op.Squeeze;
import io.scopegraph.op.Transpose;
import io.scopegraph.op.Unary;
import io.scopegraph.op.Unsqueeze;
import io.scopegraph.op.VariableOp;
import io.scopegraph.runtime.spi.Device.Selection;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.runtime.spi.UnsupportedNode;
import io.scopegraph.tensor.TensorSpec;

/// Picks the kernel of a node: the one place that knows all ops.
public final class KernelSelector {
  private KernelSelector() {}

  /// The kernel, or the reason why there is none.
  public static Selection select(KernelRequest node, Hardware hardware) {
    try {
      for (int input = 0; input < node.count(); input++) {
        checkSpec(node, node.input(input));
      }
      node.outputs().forEach(output -> checkSpec(node, output));
      return new Selection.Supported(kernel(node, hardware));
    } catch (UnsupportedNode e) {
      return new Selection.Unsupported(e.reason());
    }
  }

  private static void checkSpec(KernelRequest node, TensorSpec spec) {
    if (!spec.dtype().isNumeric()) {
      throw new UnsupportedNode(
          "%s on CUDA: does not compute with %s".formatted(node.op().type(), spec.dtype()));
    }
  }

  /// The kernel.
  ///
  /// @throws UnsupportedNode if there is none
  static CudaKernel kernel(KernelRequest node, Hardware hardware) {
    if (node.outputs().stream().allMatch(output -> output.shape().elementCount() == 0)) {
      return PlannedKernel.of("nothing", 0, (_, _) -> Work.NOTHING);
    }
    return switch (node.op()) {
      case Unary unary when unary.isIdentity() -> CopyKernel.select();
      case ConstantOfShape op -> FillKernel.select(node, op.fill());
      case ShapeOp op -> FillKernel.shape(node, op);
      case Conv2D op -> ConvolutionKernel.select(node, op, hardware);
      case ConvTranspose2D op -> ConvolutionKernel.select(node, op, hardware);
      case Gemm op -> GemmKernel.select(node, op, hardware);
      case Pool2D op -> PoolKernel.select(node, op);
      case MatMul op -> MatMulKernel.select(node, op, hardware);
      case BatchNorm _,
          BiasAdd _,
          Binary _,
          Cast _,
          Concat _,
          Expand _,
          Flatten _,
          Reshape _,
          Squeeze _,
          Unsqueeze _,
          Gather _,
          LocalResponseNorm _,
          Pad _,
          Reduce _,
          Resize _,
          Slice _,
          Softmax _,
          Split _,
          Transpose _,
          Unary _ ->
          throw new UnsupportedNode("%s on CUDA: not implemented".formatted(node.op().type()));
      case Constant _, Placeholder _, VariableOp _ ->
          throw new UnsupportedNode("%s is not computed".formatted(node.op().type()));
    };
  }
}
