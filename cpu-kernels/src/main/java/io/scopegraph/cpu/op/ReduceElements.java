package io.scopegraph.cpu.op;

import io.scopegraph.op.Reduce;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.Tensor;

/// Statistics over some axes of elements other than float32. Floating-point ones are combined as
/// doubles, integers as longs; the mean of integers is rounded toward zero.
final class ReduceElements {
  private ReduceElements() {}

  static CpuKernel select(KernelRequest node, Reduce reduce, Execution execution) {
    boolean[] mask = reduce.mask(node.shape(0).rank());
    LoopNest kept = ReduceKernel.part(node.shape(0), 0, mask, false);
    LoopNest reduced = ReduceKernel.part(node.shape(0), 0, mask, true);
    Reduce.Function function = reduce.function();
    boolean floating = node.dtype(0).isFloating();
    return PlannedKernel.of(
        node.op().type() + " " + node.dtype(0),
        1,
        memory -> {
          Tensor in = memory.input(0).tensor(node.input(0));
          Tensor out = memory.output(0).tensor(node.output());
          return Spread.of(
              execution.pool(),
              Math.multiplyExact(kept.rows(), kept.length()),
              16L * Math.max(1, (long) reduced.rows() * reduced.length()),
              (from, to, _) -> {
                for (int unit = from; unit < to; unit++) {
                  int row = unit / kept.length();
                  int column = unit % kept.length();
                  int i = kept.at(0, row) + column * kept.step(0);
                  int o = kept.at(1, row) + column * kept.step(1);
                  if (floating) {
                    out.setDouble(o, doubles(function, in, i, reduced));
                  } else {
                    out.setLong(o, longs(function, in, i, reduced));
                  }
                }
              });
        });
  }

  private static double doubles(Reduce.Function function, Tensor in, int at, LoopNest reduced) {
    double result =
        switch (function) {
          case MAX -> Double.NEGATIVE_INFINITY;
          case MIN -> Double.POSITIVE_INFINITY;
          case MEAN, SUM -> 0;
          case PROD -> 1;
        };
    for (int row = 0; row < reduced.rows(); row++) {
      for (int k = 0; k < reduced.length(); k++) {
        double x = in.getDouble(at + reduced.at(0, row) + k * reduced.step(0));
        result =
            switch (function) {
              case MAX -> Math.max(result, x);
              case MIN -> Math.min(result, x);
              case MEAN, SUM -> result + x;
              case PROD -> result * x;
            };
      }
    }
    return function == Reduce.Function.MEAN
        ? result / ((double) reduced.rows() * reduced.length())
        : result;
  }

  private static long longs(Reduce.Function function, Tensor in, int at, LoopNest reduced) {
    long result =
        switch (function) {
          case MAX -> in.dtype().minInteger();
          case MIN -> in.dtype().maxInteger();
          case MEAN, SUM -> 0;
          case PROD -> 1;
        };
    for (int row = 0; row < reduced.rows(); row++) {
      for (int k = 0; k < reduced.length(); k++) {
        long x = in.getLong(at + reduced.at(0, row) + k * reduced.step(0));
        result =
            switch (function) {
              case MAX -> Math.max(result, x);
              case MIN -> Math.min(result, x);
              case MEAN, SUM -> result + x;
              case PROD -> result * x;
            };
      }
    }
    long count = (long) reduced.rows() * reduced.length();
    return function == Reduce.Function.MEAN && count > 0 ? result / count : result;
  }
}
