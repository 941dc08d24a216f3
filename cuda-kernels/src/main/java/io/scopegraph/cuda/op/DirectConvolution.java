package io.scopegraph.cuda.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.cuda.dnn.ConvolutionShape;
import io.scopegraph.cuda.dnn.Layout;
import io.scopegraph.cuda.driver.Arguments;
import io.scopegraph.cuda.driver.Work;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Epilogue;
import io.scopegraph.runtime.spi.Freedom;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.DType;

/// A convolution, or the transpose of one, by our own kernel, which takes all of them and does the
/// whole epilogue. The best there is where each group has one channel; else the last resort.
///
/// @param dtype of all operands
record DirectConvolution(ConvolutionShape shape, DType dtype, Epilogue epilogue) {
  /// The kernel for a node, which reads the filter as it is.
  CudaKernel select(KernelRequest node, String why) {
    int residual = node.count() - 1;
    Freedom freedom =
        epilogue.residual()
            ? Freedom.NONE.inPlace(residual).pitched(true, 0, residual)
            : Freedom.NONE.pitched(true, 0);
    return PlannedKernel.of(
            "conv %s%s%s%s"
                .formatted(
                    why,
                    shape.transposed() ? ", transposed" : "",
                    epilogue.equals(Epilogue.NONE) ? "" : " ",
                    epilogue.equals(Epilogue.NONE) ? "" : epilogue),
            node.count(),
            (memory, context) ->
                bind(memory, context, memory.input(1).address(), plainFilter(), memory.input(0)))
        .with(freedom);
  }

  /// The strides of a filter as it stands in the graph, along its axes.
  long[] plainFilter() {
    long third = third();
    long last = last();
    return new long[] {shape.kernelWidth() * third * last, third * last, last, 1};
  }

  /// The strides of a [PackedFilter] along the axes that it has in the graph.
  long[] packedFilter() {
    long third = third();
    long cells = (long) shape.kernelHeight() * shape.kernelWidth();
    return shape.format() == DataFormat.NHWC
        ? new long[] {shape.kernelWidth() * third, third, 1, cells * third}
        : new long[] {shape.kernelWidth(), 1, cells, cells * third};
  }

  /// Channels of a group of the images, which is the filter's third axis.
  private long third() {
    return shape.channels() / shape.groups();
  }

  private long last() {
    return shape.outChannels();
  }

  /// @param filter its address
  /// @param strides of the filter along its axes
  Work bind(StepMemory memory, LaunchContext context, long filter, long[] strides, Span x) {
    ConvolutionShape s = shape;
    boolean back = s.transposed();
    int size = dtype.byteSize();
    Span bias = epilogue.bias() ? memory.input(2) : Span.NONE;
    Span residual = epilogue.residual() ? memory.inputs().getLast() : Span.NONE;
    Span y = memory.output();
    int inChannels = back ? s.outChannels() : s.channels();
    int outChannels = back ? s.channels() : s.outChannels();
    Layout in =
        Layout.of(
            s.format(),
            s.batch(),
            inChannels,
            back ? s.outHeight() : s.height(),
            back ? s.outWidth() : s.width(),
            x.pitch() / size);
    Layout out = result(y, size);
    Layout added = result(residual, size);
    Arguments arguments =
        new Arguments()
            .struct(
                s.batch(),
                out.height(),
                out.width(),
                outChannels,
                in.height(),
                in.width(),
                inChannels / s.groups(),
                outChannels / s.groups(),
                s.kernelHeight(),
                s.kernelWidth(),
                s.strideHeight(),
                s.strideWidth(),
                s.dilationHeight(),
                s.dilationWidth(),
                s.top(),
                s.left(),
                in.batchStride(),
                in.heightStride(),
                in.widthStride(),
                in.channelStride(),
                strides[0],
                strides[1],
                back ? strides[3] : strides[2],
                back ? strides[2] : strides[3],
                out.batchStride(),
                out.heightStride(),
                out.widthStride(),
                out.channelStride(),
                added.batchStride(),
                added.heightStride(),
                added.widthStride(),
                added.channelStride(),
                s.format() == DataFormat.NHWC ? 1 : 0,
                FunctionNumber.of(epilogue.activation().function()),
                Double.doubleToRawLongBits(epilogue.activation().a()),
                Double.doubleToRawLongBits(epilogue.activation().b()))
            .address(x.address())
            .address(filter)
            .address(bias.address())
            .address(residual.address())
            .address(y.address());
    String kernel = (back ? "transposed_conv_" : "conv_") + ElementType.suffix(dtype);
    return context.strided("conv", kernel, back ? s.imageElements() : s.outElements(), arguments);
  }

  private Layout result(Span span, int size) {
    ConvolutionShape s = shape;
    long pitch = span.pitch() / size;
    return s.transposed()
        ? Layout.of(s.format(), s.batch(), s.channels(), s.height(), s.width(), pitch)
        : Layout.of(s.format(), s.batch(), s.outChannels(), s.outHeight(), s.outWidth(), pitch);
  }

  /// The inputs of the node that the kernel reads, without the filter if that is packed.
  static ImmutableList<Integer> runtimeInputs(KernelRequest node, boolean packed) {
    ImmutableList.Builder<Integer> inputs = ImmutableList.builder();
    for (int input = 0; input < node.count(); input++) {
      if (input != 1 || !packed) {
        inputs.add(input);
      }
    }
    return inputs.build();
  }
}
