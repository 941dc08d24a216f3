package io.scopegraph.cpu.op;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.scopegraph.cpu.kernel.Activation;
import io.scopegraph.cpu.kernel.ConvKernel;
import io.scopegraph.cpu.kernel.ConvShape;
import io.scopegraph.cpu.kernel.Convolution;
import io.scopegraph.cpu.kernel.ProductOperands;
import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.ConvTranspose2D;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Epilogue;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Size2;
import io.scopegraph.op.Unary;
import io.scopegraph.runtime.spi.Freedom;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.runtime.spi.UnsupportedNode;
import io.scopegraph.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// Convolutions of floats and their transposes. A filter that is a weight is packed once, any other
/// in each run.
final class ConvolutionKernel {
  private static final int FILTER = 1;

  private ConvolutionKernel() {}

  static CpuKernel select(KernelRequest node, Conv2D op, Execution execution) {
    node.requireFloat32();
    if (op.format() == DataFormat.NCHW) {
      return NchwAdapter.select(node, op.withFormat(DataFormat.NHWC), execution);
    }
    ConvShape shape = shape(node, op);
    return plan(
        node,
        op.epilogue(),
        ConvolutionChoice.of(shape, node.options(), execution),
        new FilterPacking(shape, false),
        execution);
  }

  /// The extents of a convolution in NHWC.
  ///
  /// @throws UnsupportedNode if they are too great
  static ConvShape shape(KernelRequest node, Conv2D op) {
    Shape x = node.shape(0);
    Shape filter = node.shape(FILTER);
    int height = (int) filter.dim(0);
    int width = (int) filter.dim(1);
    return shape(
        node,
        op.strides(),
        op.dilations(),
        op.padding()
            .before(
                Padding.Axis.HEIGHT,
                x.dim(1),
                height,
                op.strides().height(),
                op.dilations().height()),
        op.padding()
            .before(
                Padding.Axis.WIDTH, x.dim(2), width, op.strides().width(), op.dilations().width()),
        op.groups());
  }

  static CpuKernel select(KernelRequest node, ConvTranspose2D op, Execution execution) {
    node.requireFloat32();
    if (op.format() == DataFormat.NCHW) {
      return NchwAdapter.select(node, op.withFormat(DataFormat.NHWC), execution);
    }
    Shape x = node.shape(0);
    Shape filter = node.shape(FILTER);
    ConvShape shape =
        shape(
            node,
            op.strides(),
            op.dilations(),
            op.padBefore(Padding.Axis.HEIGHT, x.dim(1), (int) filter.dim(0)),
            op.padBefore(Padding.Axis.WIDTH, x.dim(2), (int) filter.dim(1)),
            op.groups());
    return plan(
        node,
        op.epilogue(),
        new ConvolutionChoice.Chosen(ConvKernel.transposed(execution.floats(), shape), ""),
        new FilterPacking(shape, true),
        execution);
  }

  private static ConvShape shape(
      KernelRequest node, Size2 strides, Size2 dilations, int top, int left, int groups) {
    Shape x = node.shape(0);
    Shape y = node.output().shape();
    Shape filter = node.shape(FILTER);
    try {
      return new ConvShape(
          (int) x.dim(0),
          (int) x.dim(1),
          (int) x.dim(2),
          (int) x.dim(3),
          (int) y.dim(1),
          (int) y.dim(2),
          (int) y.dim(3),
          (int) filter.dim(0),
          (int) filter.dim(1),
          strides.height(),
          strides.width(),
          dilations.height(),
          dilations.width(),
          top,
          left,
          groups);
    } catch (IllegalArgumentException e) {
      throw new UnsupportedNode("%s on the CPU: %s".formatted(node.op().type(), e.getMessage()));
    }
  }

  private static CpuKernel plan(
      KernelRequest node,
      Epilogue epilogue,
      ConvolutionChoice.Chosen chosen,
      FilterPacking packing,
      Execution execution) {
    Convolution kernel = chosen.kernel();
    boolean packed = node.isWeight(FILTER);
    int residual = epilogue.residual() ? 2 + (epilogue.bias() ? 1 : 0) : -1;
    ImmutableSet.Builder<Integer> runtime = ImmutableSet.builder();
    for (int input = 0; input < node.count(); input++) {
      if (input != FILTER || !packed) {
        runtime.add(input);
      }
    }
    long filterBytes = packed ? 0 : 4L * (kernel.packedSize() + packing.reorderedSize());
    long before = Math.ceilDiv(filterBytes, 64) * 64;
    long scratch = 4L * kernel.workspaceSize(execution.pool().size());
    return new PlannedKernel(
        packing.algorithm(kernel),
        chosen.reason(),
        runtime.build(),
        packed ? ImmutableList.of(packing.weight(kernel, FILTER)) : ImmutableList.of(),
        before + scratch,
        residual < 0
            ? Freedom.NONE.pitched(kernel.storesApart(), 0)
            : Freedom.NONE.inPlace(residual).pitched(kernel.storesApart(), 0, residual),
        memory -> {
          FloatRange weights =
              packed ? memory.packed().getFirst() : memory.workspace().part(0, filterBytes);
          BoundKernel convolution =
              bind(
                  epilogue,
                  kernel,
                  weights,
                  memory,
                  memory.workspace().part(before, scratch),
                  execution);
          if (packed) {
            return convolution;
          }
          FloatRange filter = memory.input(FILTER);
          return packing.bind(kernel, filter, weights).then(convolution);
        });
  }

  private static BoundKernel bind(
      Epilogue epilogue,
      Convolution kernel,
      FloatRange weights,
      KernelMemory memory,
      FloatRange scratch,
      Execution execution) {
    FloatRange y = memory.output(0);
    Activation activation = Activations.of(epilogue.activation());
    Runnable run =
        kernel.bind(
            execution.pool(),
            new ProductOperands(
                memory.input(0),
                weights,
                epilogue.bias() ? memory.input(2) : null,
                epilogue.residual() ? memory.inputs().getLast() : null,
                activation == null ? Activation.NONE : activation,
                y),
            scratch);
    return then(run::run, activation, epilogue.activation(), y, kernel.outChannels(), execution);
  }

  /// The function after a kernel that could not apply it itself.
  ///
  /// @param row the elements in a row of the result
  static BoundKernel then(
      BoundKernel kernel,
      @Nullable Activation applied,
      Unary function,
      FloatRange y,
      int row,
      Execution execution) {
    return applied == null ? kernel.then(UnaryKernel.rows(function, y, y, row, execution)) : kernel;
  }
}
