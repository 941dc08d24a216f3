package io.scopegraph.cuda.op;

import io.scopegraph.cuda.driver.Arguments;
import io.scopegraph.cuda.driver.Work;
import io.scopegraph.op.BiasAdd;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.DataFormat;
import io.scopegraph.runtime.host.Strides;
import io.scopegraph.runtime.spi.Freedom;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import java.util.Arrays;

/// Element-wise functions of two values, with broadcasting.
final class BinaryKernel {
  private final KernelRequest node;
  private final BinaryFunction function;
  private final Shape second;

  /// @param second the shape as which the second input is read
  private BinaryKernel(KernelRequest node, BinaryFunction function, Shape second) {
    this.node = node;
    this.function = function;
    this.second = second;
  }

  static CudaKernel select(KernelRequest node, Binary op) {
    return new BinaryKernel(node, op.function(), node.shape(1)).select();
  }

  /// The sum with one value for each channel.
  static CudaKernel select(KernelRequest node, BiasAdd op) {
    Shape bias = node.shape(1);
    if (op.format() == DataFormat.NCHW) {
      long[] dims = new long[node.shape(0).rank() - 1];
      Arrays.fill(dims, 1);
      dims[0] = bias.dim(0);
      bias = Shape.of(dims);
    }
    return new BinaryKernel(node, BinaryFunction.ADD, bias).select();
  }

  private CudaKernel select() {
    nest(0, 0, 0);
    boolean asItIs = second.equals(node.shape(1));
    boolean overFirst = node.input(0).equals(node.output());
    boolean overSecond = node.input(1).equals(node.output()) && asItIs;
    Freedom freedom = Freedom.NONE;
    if (overFirst && overSecond) {
      freedom = freedom.inPlace(0, 1);
    } else if (overFirst || overSecond) {
      freedom = freedom.inPlace(overFirst ? 0 : 1);
    }
    if (ElementType.canPitch(node.output().shape())) {
      freedom = asItIs ? freedom.pitched(true, 0, 1) : freedom.pitched(true, 0);
    }
    return PlannedKernel.of(node.op().type() + " " + node.dtype(0), 2, this::bind).with(freedom);
  }

  /// Operand 0 is the output, 1 the first input and 2 the second.
  private Nest nest(long outPitch, long firstPitch, long secondPitch) {
    Shape shape = node.output().shape();
    return new Nest(
        shape.dims(),
        Strides.rows(shape.dims(), outPitch),
        Strides.broadcast(node.shape(0), firstPitch, shape),
        Strides.broadcast(second, secondPitch, shape));
  }

  private Work bind(StepMemory memory, LaunchContext context) {
    DType dtype = node.dtype(0);
    DType result = node.output().dtype();
    Span x = memory.input(0);
    Span y = memory.input(1);
    Span z = memory.output();
    Nest nest =
        nest(
            ElementType.pitch(z, result), ElementType.pitch(x, dtype), ElementType.pitch(y, dtype));
    boolean arithmetic = function.kind() == BinaryFunction.Kind.ARITHMETIC;
    int size = dtype.byteSize();
    int pack =
        nest.pack(
            ElementType.PACK,
            new int[] {result.byteSize(), size, size},
            new long[] {z.address(), x.address(), y.address()});
    boolean packed = arithmetic && pack == ElementType.PACK && ElementType.isShortFloat(dtype);
    int width = packed ? pack : 1;
    long count = nest.count() / width;
    Arguments arguments =
        new Arguments().int64(count).struct(nest.packs(width)).int32(FunctionNumber.of(function));
    if (arithmetic) {
      arguments.int32((nest.step(1) == 0 ? 1 : 0) | (nest.step(2) == 0 ? 2 : 0));
    }
    return context.strided(
        "binary",
        (arithmetic ? "binary_" : "test_") + ElementType.suffix(dtype) + (packed ? "_x4" : ""),
        count,
        arguments.address(x.address()).address(y.address()).address(z.address()));
  }
}
