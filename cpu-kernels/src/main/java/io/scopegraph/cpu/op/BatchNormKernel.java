package io.scopegraph.cpu.op;

import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.op.BatchNorm;
import io.scopegraph.op.DataFormat;
import io.scopegraph.tensor.Shape;

/// Batch normalisation of floats: one multiplication and addition an element, whose factors are
/// worked out anew in each run.
final class BatchNormKernel {
  private static final int BLOCK = 4096;

  private BatchNormKernel() {}

  static CpuKernel select(NodeView node, BatchNorm op, Execution execution) {
    node.requireFloat32();
    Shape shape = node.shape(0);
    int axis = op.format().channelAxis(shape.rank());
    int channels = (int) shape.dim(axis);
    int inner = (int) shape.elementCount(axis + 1, shape.rank());
    int outer = (int) shape.elementCount(0, axis);
    return PlannedKernel.of(
            "batch norm " + op.format(),
            5,
            memory -> {
              float[] scale = new float[channels];
              float[] shift = new float[channels];
              BoundKernel factors = () -> factors(op.epsilon(), memory, scale, shift);
              BoundKernel elements =
                  op.format() == DataFormat.NHWC
                      ? rows(memory.input(0), scale, shift, memory.output(0), outer, execution)
                      : planes(
                          memory.input(0),
                          scale,
                          shift,
                          memory.output(0),
                          outer * channels,
                          inner,
                          execution);
              return factors.then(elements);
            })
        .inPlace(0);
  }

  private static void factors(double epsilon, KernelMemory memory, float[] scale, float[] shift) {
    for (int c = 0; c < scale.length; c++) {
      double deviation = Math.sqrt(at(memory.input(4), c) + epsilon);
      double factor = at(memory.input(1), c) / deviation;
      scale[c] = (float) factor;
      shift[c] = (float) (at(memory.input(2), c) - at(memory.input(3), c) * factor);
    }
  }

  private static double at(FloatRange range, int index) {
    return range.array()[range.at() + index];
  }

  private static BoundKernel rows(
      FloatRange in, float[] scale, float[] shift, FloatRange out, int rows, Execution execution) {
    int channels = scale.length;
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
                    in.at() + row * channels,
                    scale,
                    0,
                    shift,
                    0,
                    out.array(),
                    out.at() + row * channels,
                    channels);
          }
        });
  }

  private static BoundKernel planes(
      FloatRange in,
      float[] scale,
      float[] shift,
      FloatRange out,
      int planes,
      int size,
      Execution execution) {
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
            int channel = plane % scale.length;
            execution
                .rows()
                .scaleShift(
                    in.array(),
                    in.at() + at,
                    scale[channel],
                    shift[channel],
                    out.array(),
                    out.at() + at,
                    Math.min(BLOCK, size - begin));
          }
        });
  }
}
