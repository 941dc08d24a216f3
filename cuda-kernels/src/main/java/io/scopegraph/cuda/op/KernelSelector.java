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
import io.scopegraph.op.ConvChain;
import io.scopegraph.op.ConvTranspose2D;
import io.scopegraph.op.ElementWise;
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
      case BatchNorm op -> BatchNormKernel.select(node, op);
      case BiasAdd op -> BinaryKernel.select(node, op);
      case Binary op -> BinaryKernel.select(node, op);
      case Cast _ -> CastKernel.select(node);
      case Concat op -> MovementKernels.concat(node, op);
      case ConstantOfShape op -> FillKernel.select(node, op.fill());
      case Conv2D op -> ConvolutionKernel.select(node, op, hardware);
      case ConvChain _ ->
          throw new UnsupportedNode("ConvChain on CUDA: its convolutions run one by one");
      case ConvTranspose2D op -> ConvolutionKernel.select(node, op, hardware);
      case ElementWise op -> ElementWiseKernel.select(node, op);
      case Expand _ -> MovementKernels.expand(node);
      case Flatten _, Reshape _, Squeeze _, Unsqueeze _ -> CopyKernel.select(node);
      case Gather op -> GatherKernel.select(node, op);
      case Gemm op -> GemmKernel.select(node, op, hardware);
      case LocalResponseNorm op -> LocalResponseNormKernel.select(node, op);
      case MatMul op -> MatMulKernel.select(node, op, hardware);
      case Pad op -> PadKernel.select(node, op);
      case Pool2D op -> PoolKernel.select(node, op);
      case Reduce op -> ReduceKernel.select(node, op);
      case Resize op -> ResizeKernel.select(node, op);
      case ShapeOp op -> FillKernel.shape(node, op);
      case Slice _ -> MovementKernels.slice(node);
      case Softmax op -> SoftmaxKernel.select(node, op);
      case Split op -> MovementKernels.split(node, op);
      case Transpose op -> MovementKernels.transpose(node, op);
      case Unary op -> UnaryKernel.select(node, op);
      case Constant _, Placeholder _, VariableOp _ ->
          throw new UnsupportedNode("%s is not computed".formatted(node.op().type()));
    };
  }
}
