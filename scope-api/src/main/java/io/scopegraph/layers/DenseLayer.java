package io.scopegraph.layers;

import com.google.common.collect.ImmutableList;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.Operand;
import io.scopegraph.builder.Output;
import io.scopegraph.op.DataFormat;
import org.jspecify.annotations.Nullable;

/// A matrix product over the last axis: `kernel` of shape (in, units) and `bias` of shape (units).
public final class DenseLayer extends WeightedLayer<DenseLayer> {
  private final int units;

  DenseLayer(GraphBuilder graph, @Nullable Operand input, int units) {
    super(graph, input, "dense");
    this.units = units;
  }

  @Override
  DenseLayer self() {
    return this;
  }

  @Override
  Output call(Operand x) {
    long inputs =
        known(
            x, -1, "The last dimension of the inputs to `Dense` should be defined. Found `None`.");
    Operand kernel = kernel("kernel", x, inputs, units);
    ImmutableList<Operand> bias = biasOf(x, units);
    Output product = MathOps.matMul(x, kernel, x.shape().rank() == 2 ? "MatMul" : "Tensordot");
    return finish(product, bias, DataFormat.NHWC);
  }
}
