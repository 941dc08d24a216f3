package io.scopegraph.cpu.op;

import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.LocalResponseNorm;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.Shape;

/// Local response normalisation of floats in NHWC.
final class LocalResponseNormKernel {
  private static final int COST = 32;

  private LocalResponseNormKernel() {}

  static CpuKernel select(KernelRequest node, LocalResponseNorm op, Execution execution) {
    node.requireFloat32();
    if (op.format() == DataFormat.NCHW) {
      return NchwAdapter.select(node, op.withFormat(DataFormat.NHWC), execution);
    }
    Shape shape = node.shape(0);
    int channels = (int) shape.dim(3);
    int cells = (int) shape.elementCount(0, 3);
    return PlannedKernel.of(
            "lrn",
            1,
            memory -> {
              FloatRange in = memory.input(0);
              FloatRange out = memory.output(0);
              return Spread.of(
                  execution.pool(),
                  cells,
                  (long) COST * channels,
                  (from, to, _) -> {
                    for (int cell = from; cell < to; cell++) {
                      cell(op, in, out, cell, channels);
                    }
                  });
            })
        .pitched(0);
  }

  private static void cell(
      LocalResponseNorm op, FloatRange in, FloatRange out, int cell, int channels) {
    float[] x = in.array();
    int from = in.at() + cell * in.pitch(channels);
    int to = out.at() + cell * out.pitch(channels);
    for (int c = 0; c < channels; c++) {
      double sum = 0;
      int last = (int) Math.min((long) c + op.after(), channels - 1);
      for (int k = Math.max(0, c - op.before()); k <= last; k++) {
        sum += (double) x[from + k] * x[from + k];
      }
      double divisor = Math.pow(op.bias() + op.alpha() * sum, op.beta());
      out.array()[to + c] = (float) (x[from + c] / divisor);
    }
  }
}
