package io.scopegraph.cpu.op;

import io.scopegraph.op.BatchNorm;
import io.scopegraph.op.BiasAdd;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Cast;
import io.scopegraph.op.Concat;
import io.scopegraph.op.Constant;
import io.scopegraph.op.ConstantOfShape;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.ConvChain;
import io.scopegraph.op.ConvTranspose2D;
import io.scopegraph.op.DataFormat;
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
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;
import java.util.Arrays;
import java.util.function.Supplier;

/// Picks the kernel of a node: the one place that knows all ops.
public final class KernelSelector {
  // Room for the few floats by which a range may start later in its array.
  private static final long MOST_BYTES = 4L * (Integer.MAX_VALUE - 1024);

  private KernelSelector() {}

  /// The kernel, or the reason why there is none.
  public static Selection select(KernelRequest node, Execution execution) {
    try {
      for (int input = 0; input < node.count(); input++) {
        checkSpec(node, node.input(input));
      }
      node.outputs().forEach(output -> checkSpec(node, output));
      return new Selection.Supported(kernel(node, execution));
    } catch (UnsupportedNode e) {
      return new Selection.Unsupported(e.reason());
    }
  }

  /// Whether a chain of convolutions runs better as one kernel.
  public static boolean prefersChain(KernelRequest chain, Execution execution) {
    return chain.op() instanceof ConvChain op && ConvChainKernel.pays(chain, op, execution);
  }

  private static void checkSpec(KernelRequest node, TensorSpec spec) {
    if (!spec.dtype().isNumeric()) {
      throw new UnsupportedNode(
          "%s on the CPU: does not compute with %s".formatted(node.op().type(), spec.dtype()));
    }
    if (spec.shape().elementCount() > MOST_BYTES / Math.max(4, spec.dtype().byteSize())) {
      throw new UnsupportedNode(
          "%s on the CPU: %s is larger than %,d bytes"
              .formatted(node.op().type(), spec, MOST_BYTES));
    }
  }

  /// The kernel.
  ///
  /// @throws UnsupportedNode if there is none
  static CpuKernel kernel(KernelRequest node, Execution execution) {
    if (node.outputs().stream().allMatch(output -> output.shape().elementCount() == 0)) {
      return PlannedKernel.of("nothing", 0, _ -> BoundKernel.NOTHING);
    }
    return switch (node.op()) {
      case BatchNorm op ->
          floating(node, execution, () -> BatchNormKernel.select(node, op, execution));
      case BiasAdd op -> biasAdd(node, op, execution);
      case Binary op -> BinaryKernel.select(node, op, execution);
      case Cast _ -> CastKernel.select(node, execution);
      case Concat op -> MovementKernels.concat(node, op, execution);
      case ConstantOfShape op -> FillKernel.select(node, op.fill());
      case Conv2D op ->
          floating(node, execution, () -> ConvolutionKernel.select(node, op, execution));
      case ConvChain op -> ConvChainKernel.select(node, op, execution);
      case ConvTranspose2D op ->
          floating(node, execution, () -> ConvolutionKernel.select(node, op, execution));
      case ElementWise op -> ElementWiseKernel.select(node, op, execution);
      case Expand _ -> MovementKernels.expand(node, execution);
      case Flatten _, Reshape _, Squeeze _, Unsqueeze _ -> CopyKernel.select(node, execution);
      case Gather op -> GatherKernel.select(node, op, execution);
      case Gemm op -> GemmKernel.select(node, op, execution);
      case LocalResponseNorm op ->
          floating(node, execution, () -> LocalResponseNormKernel.select(node, op, execution));
      case MatMul op -> ProductKernel.select(node, op, execution);
      case Pad op -> PadKernel.select(node, op, execution);
      case Pool2D op -> floating(node, execution, () -> PoolKernel.select(node, op, execution));
      case Reduce op -> ReduceKernel.select(node, op, execution);
      case Resize op -> ResizeKernel.select(node, op, execution);
      case ShapeOp op -> FillKernel.shape(node, op);
      case Slice _ -> MovementKernels.slice(node, execution);
      case Softmax op -> floating(node, execution, () -> SoftmaxKernel.select(node, op, execution));
      case Split op -> MovementKernels.split(node, op, execution);
      case Transpose op -> MovementKernels.transpose(node, op, execution);
      case Unary op -> UnaryKernel.select(node, op, execution);
      case Constant _, Placeholder _, VariableOp _ ->
          throw new UnsupportedNode("%s is not computed".formatted(node.op().type()));
    };
  }

  /// A float32 kernel, for narrower floats with conversions around it.
  private static CpuKernel floating(
      KernelRequest node, Execution execution, Supplier<CpuKernel> float32) {
    return NarrowFloats.isNarrow(node.dtype(0))
        ? NarrowFloats.select(node, execution)
        : float32.get();
  }

  private static CpuKernel biasAdd(KernelRequest node, BiasAdd op, Execution execution) {
    Shape bias = node.shape(1);
    if (op.format() == DataFormat.NCHW) {
      long[] dims = new long[node.shape(0).rank() - 1];
      Arrays.fill(dims, 1);
      dims[0] = bias.dim(0);
      bias = Shape.of(dims);
    }
    return BinaryKernel.select(node, BinaryFunction.ADD, bias, execution);
  }
}
