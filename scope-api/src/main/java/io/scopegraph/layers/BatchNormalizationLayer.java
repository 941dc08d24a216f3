package io.scopegraph.layers;

import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.GraphKeys;
import io.scopegraph.builder.Initializer;
import io.scopegraph.builder.Initializers;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Operand;
import io.scopegraph.builder.Output;
import io.scopegraph.builder.VariableRequest;
import io.scopegraph.op.BatchNorm;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.DataFormat;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import org.jspecify.annotations.Nullable;

/// gamma * (x - mean) / sqrt(variance + epsilon) + beta for each channel. `gamma` and `beta` are
/// trainable; `moving_mean` and `moving_variance` stand in for the batch's statistics at inference.
public final class BatchNormalizationLayer extends Layer<BatchNormalizationLayer> {
  private double momentum = 0.99;
  private double epsilon = 0.001;
  private DataFormat format = DataFormat.NHWC;
  private boolean training;

  BatchNormalizationLayer(GraphBuilder graph, @Nullable Operand input) {
    super(graph, input, "batch_normalization");
  }

  /// How much of a moving statistic an update keeps, 0.99 by default.
  public BatchNormalizationLayer momentum(double changed) {
    checkUnused();
    momentum = changed;
    return this;
  }

  /// What is added to the variance, 0.001 by default.
  public BatchNormalizationLayer epsilon(double changed) {
    checkUnused();
    epsilon = changed;
    return this;
  }

  /// NHWC, the default, normalises along the last axis, NCHW along axis 1.
  public BatchNormalizationLayer dataFormat(DataFormat changed) {
    checkUnused();
    format = changed;
    return this;
  }

  /// Whether the batch's own statistics are used. Two ops are added to [GraphKeys#UPDATE_OPS] then,
  /// `AssignMovingAvg` and `AssignMovingAvg_1`. They give the new moving mean and variance; nothing
  /// runs them by itself, and their results are the caller's to assign.
  public BatchNormalizationLayer training(boolean changed) {
    checkUnused();
    training = changed;
    return this;
  }

  @Override
  BatchNormalizationLayer self() {
    return this;
  }

  @Override
  Output call(Operand x) {
    int rank = x.shape().isRankKnown() ? x.shape().rank() : 4;
    long channels =
        WeightedLayer.known(
            x,
            format.channelAxis(rank),
            "The channel dimension of the inputs should be defined. Found `None`.");
    Operand gamma = statistic("gamma", x, channels, Initializers.ones(), true);
    Operand beta = statistic("beta", x, channels, Initializers.zeros(), true);
    Operand movingMean = statistic("moving_mean", x, channels, Initializers.zeros(), false);
    Operand movingVariance = statistic("moving_variance", x, channels, Initializers.ones(), false);
    if (!training) {
      return normalize(x, rank, gamma, beta, movingMean, movingVariance);
    }
    BatchMoments moments = BatchMoments.of(x, rank, format);
    Output y = normalize(x, rank, gamma, beta, moments.mean(), moments.variance());
    update(movingMean, moments.mean());
    update(movingVariance, rank == 4 ? moments.unbiasedVariance() : moments.variance());
    return y;
  }

  private Operand statistic(
      String name, Operand x, long channels, Initializer initializer, boolean trainable) {
    return weight(
        VariableRequest.named(name)
            .withShape(Shape.of(channels))
            .withDType(x.dtype())
            .withInitializer(initializer)
            .withTrainable(trainable));
  }

  private Output normalize(
      Operand x, int rank, Operand gamma, Operand beta, Operand mean, Operand variance) {
    BatchNorm op = new BatchNorm(epsilon, format);
    if (rank == 4) {
      return Nn.batchNorm(x, gamma, beta, mean, variance, op, "FusedBatchNormV3");
    }
    try (var _ = graph().nameScope("batchnorm")) {
      return Nn.batchNorm(x, gamma, beta, mean, variance, op, "add_1");
    }
  }

  private void update(Operand moving, Output batch) {
    try (var scope = graph().nameScope("AssignMovingAvg")) {
      TensorSpec scalar = new TensorSpec(moving.dtype(), Shape.scalar());
      Output decay = graph().constant("decay", Tensor.filled(scalar, 1 - momentum));
      Output difference = MathOps.subtract(moving, batch, "sub");
      Output change = MathOps.mul(difference, decay, "mul");
      Output updated =
          graph()
              .apply(scope.prefix(), "AssignSub", new Binary(BinaryFunction.SUB), moving, change);
      graph().addToCollection(GraphKeys.UPDATE_OPS, updated.operation());
    }
  }
}
