package io.scopegraph.layers;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import io.scopegraph.builder.ErrorKind;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.Initializer;
import io.scopegraph.builder.Initializers;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Operand;
import io.scopegraph.builder.Output;
import io.scopegraph.builder.Regularizer;
import io.scopegraph.builder.ScopeException;
import io.scopegraph.builder.VariableRequest;
import io.scopegraph.op.DataFormat;
import io.scopegraph.tensor.Shape;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A layer that multiplies with kernels, adds a bias and applies an activation.
///
/// @param <L> the layer's own type
public abstract sealed class WeightedLayer<L extends WeightedLayer<L>> extends Layer<L>
    permits ConvolvingLayer, DenseLayer {
  private boolean useBias = true;
  private UnaryOperator<Output> activation = UnaryOperator.identity();
  private @Nullable Initializer kernelInitializer;
  private Initializer biasInitializer = Initializers.zeros();
  private @Nullable Regularizer kernelRegularizer;
  private @Nullable Regularizer biasRegularizer;

  WeightedLayer(GraphBuilder graph, @Nullable Operand input, String baseName) {
    super(graph, input, baseName);
  }

  /// Whether a bias is added; true by default.
  public L useBias(boolean changed) {
    checkUnused();
    useBias = changed;
    return self();
  }

  /// What is applied last, for example `Nn::relu`; nothing by default.
  public L activation(UnaryOperator<Output> changed) {
    checkUnused();
    activation = changed;
    return self();
  }

  /// The first value of kernels. By default that of the variable scope, else Glorot uniform.
  public L kernelInitializer(Initializer changed) {
    checkUnused();
    kernelInitializer = changed;
    return self();
  }

  /// The first value of the bias; zeros by default, whatever the variable scope says.
  public L biasInitializer(Initializer changed) {
    checkUnused();
    biasInitializer = changed;
    return self();
  }

  /// Makes a loss of each kernel.
  public L kernelRegularizer(Regularizer changed) {
    checkUnused();
    kernelRegularizer = changed;
    return self();
  }

  /// Makes a loss of the bias.
  public L biasRegularizer(Regularizer changed) {
    checkUnused();
    biasRegularizer = changed;
    return self();
  }

  final Operand kernel(String name, Operand x, long... shape) {
    return weight(
        VariableRequest.named(name)
            .withShape(Shape.of(shape))
            .withDType(x.dtype())
            .withInitializer(kernelInitializer)
            .withRegularizer(kernelRegularizer));
  }

  /// The variables that are made before any op, as TensorFlow makes them.
  final ImmutableList<Operand> biasOf(Operand x, long units) {
    return useBias
        ? ImmutableList.of(
            weight(
                VariableRequest.named("bias")
                    .withShape(Shape.of(units))
                    .withDType(x.dtype())
                    .withInitializer(biasInitializer)
                    .withRegularizer(biasRegularizer)))
        : ImmutableList.of();
  }

  /// Adds the bias, if there is one, and applies the activation.
  final Output finish(Output product, ImmutableList<Operand> bias, DataFormat format) {
    return activation.apply(
        bias.isEmpty()
            ? product
            : Nn.biasAdd(product, Iterables.getOnlyElement(bias), format, null));
  }

  /// The extent of an axis that the shape of a variable follows from.
  static long known(Operand x, int axis, String message) {
    long extent = x.shape().isRankKnown() ? x.shape().dim(axis) : Shape.UNKNOWN;
    if (extent == Shape.UNKNOWN) {
      throw new ScopeException(ErrorKind.CHANNELS_UNDEFINED, message + " (input %s)".formatted(x));
    }
    return extent;
  }
}
