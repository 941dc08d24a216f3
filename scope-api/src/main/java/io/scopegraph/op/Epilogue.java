package io.scopegraph.op;

import io.scopegraph.tensor.Shape;

/// What a convolution or matrix product does to each result before storing it: y = activation(x +
/// bias + residual). The bias (one value per output channel or column) and the residual (a value of
/// the output's shape) are further inputs of the node, in this order.
public record Epilogue(boolean bias, boolean residual, Unary activation) {
  public static final Epilogue NONE = new Epilogue(false, false, Unary.IDENTITY);

  public Epilogue withBias() {
    return new Epilogue(true, residual, activation);
  }

  public Epilogue withResidual() {
    return new Epilogue(bias, true, activation);
  }

  public Epilogue withActivation(Unary changed) {
    return new Epilogue(bias, residual, changed);
  }

  /// The number of inputs beyond the op's own.
  public int inputs() {
    return (bias ? 1 : 0) + (residual ? 1 : 0);
  }

  /// Checks the further inputs of a node, which start at `first`.
  void check(Inference inference, String constraint, int first, long channels, Shape output) {
    int next = first;
    if (bias) {
      inference.checkRank(constraint, next, 1);
      if (inference.shape(next).isRankKnown()) {
        inference.sameDim(
            constraint, "the bias and the output channels", inference.shape(next).dim(0), channels);
      }
      next++;
    }
    if (residual) {
      inference.check(
          inference.shape(next).isCompatibleWith(output),
          constraint,
          "the residual must have the output's shape %s, found %s",
          output,
          inference.shape(next));
    }
  }

  @Override
  public String toString() {
    if (equals(NONE)) {
      return "none";
    }
    return (bias ? "+bias" : "")
        + (residual ? "+residual" : "")
        + (activation.isIdentity() ? "" : "+" + activation.type());
  }
}
