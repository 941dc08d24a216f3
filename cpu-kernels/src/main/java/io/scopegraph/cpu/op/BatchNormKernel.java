package io.scopegraph.cpu.op;

import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.op.BatchNorm;
import io.scopegraph.op.DataFormat;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.Shape;

/// Batch normalisation of floats: one multiplication and addition an element, whose factors are
/// worked out anew in each run.
final class BatchNormKernel {
  private static final int BLOCK = 4096;

  private BatchNormKernel() {}

  static CpuKernel select(KernelRequest node, BatchNorm op, Execution execution) {
    node.requireFloat32();
    Shape shape = node.shape(0);
    int axis = op.format().channelAxis(shape.rank());
    int channels = (int) shape.dim(axis);
    int inner = (int) shape.elementCount(axis + 1, shape.rank());
    int outer = (int) shape.elementCount(0, axis);
    PlannedKernel kernel =
        PlannedKernel.of(
                "batch norm " + op.format(),
                5,
                memory -> {
                  FloatRange scale = memory.workspace().part(0, 4L * channels);
                  FloatRange shift = memory.workspace().part(4L * channels, 4L * channels);
                  BoundKernel factors = () -> factors(op.epsilon(), memory, scale, shift);
                  BoundKernel elements =
                      op.format() == DataFormat.NHWC
                          ? rows(memory, scale, shift, outer, channels, execution)
                          : planes(
                              memory, scale, shift, outer * channels, channels, inner, execution);
                  return factors.then(elements);
                })
            .withWorkspace(8L * channels)
            .inPlace(0);
    return op.format() == DataFormat.NHWC ? kernel.pitched(0) : kernel;
  }

  private static void factors(
      double epsilon, KernelMemory memory, FloatRange scale, FloatRange shift) {
    int channels = (int) (scale.bytes() / 4);
    for (int c = 0; c < channels; c++) {
      double deviation = Math.sqrt(at(memory.input(4), c) + epsilon);
      double factor = at(memory.input(1), c) / deviation;
      scale.array()[scale.at() + c] = (float) factor;
      shift.array()[shift.at() + c] =
          (float) (at(memory.input(2), c) - at(memory.input(3), c) * factor);
    }
  }

  private static double at(FloatRange range, int index) {
    return range.array()[range.at() + index];
  }

  private static BoundKernel rows(
      KernelMemory memory,
      FloatRange scale,
      FloatRange shift,
      int rows,
      int channels,
      Execution execution) {
    FloatRange in = memory.input(0);
    FloatRange out = memory.output(0);
    int inPitch = in.pitch(channels);
    int outPitch = out.pitch(channels);
    return Spread.of(
        execution.pool(),
        rows,
        channels,
        (from, to, _) -> {
          for (int row = from; row < to; row++) {
            execution
                .rows()
                .scaleShift(
                    in.array(),
                    in.at() + row * inPitch,
                    scale.array(),
                    scale.at(),
                    shift.array(),
                    shift.at(),
                    out.array(),
                    out.at() + row * outPitch,
                    channels);
          }
        });
  }

  private static BoundKernel planes(
      KernelMemory memory,
      FloatRange scale,
      FloatRange shift,
      int planes,
      int channels,
      int size,
      Execution execution) {
    FloatRange in = memory.input(0);
    FloatRange out = memory.output(0);
    int blocks = Math.ceilDiv(size, BLOCK);
    return Spread.of(
        execution.pool(),
        Math.multiplyExact(planes, blocks),
        Math.min(size, BLOCK),
        (from, to, _) -> {
          for (int unit = from; unit < to; unit++) {
            int plane = unit / blocks;
            int begin = unit % blocks * BLOCK;
            int at = plane * size + begin;
            int channel = plane % channels;
            execution
                .rows()
                .scaleShift(
                    in.array(),
                    in.at() + at,
                    scale.array()[scale.at() + channel],
                    shift.array()[shift.at() + channel],
                    out.array(),
                    out.at() + at,
                    Math.min(BLOCK, size - begin));
          }
        });
  }
}
