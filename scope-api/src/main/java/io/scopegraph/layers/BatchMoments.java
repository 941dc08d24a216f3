package io.scopegraph.layers;

import com.google.common.collect.ImmutableList;
import io.scopegraph.builder.ArrayOps;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.Operand;
import io.scopegraph.builder.Output;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Reduce;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.stream.IntStream;

/// The statistics of a batch, one value for each channel.
///
/// @param variance the mean squared distance from the mean
/// @param unbiasedVariance the same, with one degree of freedom less
record BatchMoments(Output mean, Output variance, Output unbiasedVariance) {
  static BatchMoments of(Operand x, int rank, DataFormat format) {
    int channelAxis = format.channelAxis(rank);
    ImmutableList<Integer> axes =
        IntStream.range(0, rank)
            .filter(axis -> axis != channelAxis)
            .boxed()
            .collect(ImmutableList.toImmutableList());
    Reduce keep = new Reduce(Reduce.Function.MEAN, axes, true);
    try (var _ = x.graph().nameScope("moments")) {
      Output mean = MathOps.reduce(x, keep, "mean");
      Output distance = MathOps.squaredDifference(x, mean, "SquaredDifference");
      Output variance = MathOps.reduce(distance, keep, "variance");
      Output flatMean = flat(mean, x, channelAxis, "Squeeze");
      Output flatVariance = flat(variance, x, channelAxis, "Squeeze_1");
      return new BatchMoments(
          flatMean, flatVariance, MathOps.mul(flatVariance, correction(x, axes), "unbiased"));
    }
  }

  private static Output flat(Output statistic, Operand x, int channelAxis, String name) {
    return ArrayOps.reshape(statistic, new long[] {x.shape().dim(channelAxis)}, name);
  }

  /// n / (n - 1) for n values in each channel; 1 for a single one.
  private static Output correction(Operand x, ImmutableList<Integer> axes) {
    GraphBuilder graph = x.graph();
    Tensor reduced = Tensor.vector(axes.stream().mapToLong(Integer::longValue).toArray());
    Output extents = ArrayOps.gather(ArrayOps.shape(x), graph.constant("axes", reduced), 0);
    Output count = MathOps.cast(MathOps.reduceProd(extents), x.dtype(), "count");
    Tensor one = Tensor.filled(new TensorSpec(x.dtype(), Shape.scalar()), 1);
    Output less = MathOps.maximum(count.minus(1), graph.constant("one", one));
    return MathOps.div(count, less);
  }
}
