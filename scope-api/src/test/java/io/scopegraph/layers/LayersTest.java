package io.scopegraph.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.scopegraph.builder.ErrorKind;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.GraphKeys;
import io.scopegraph.builder.Named;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Output;
import io.scopegraph.builder.Regularizers;
import io.scopegraph.builder.Reuse;
import io.scopegraph.builder.ScopeException;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Size2;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Layers (R11).
class LayersTest {
  private final GraphBuilder g = new GraphBuilder();
  private final Output image = g.placeholder("x", DType.FLOAT32, Shape.of(-1, 28, 28, 3));
  private final Output rows = g.placeholder("rows", DType.FLOAT32, Shape.of(-1, 4));

  private List<String> variables() {
    return g.globalVariables().stream().map(Named::name).toList();
  }

  @Test
  void convolutionsAreNumberedAndShaped() {
    Output first = Layers.conv2d(image, 8, 3).apply();
    Output second =
        Layers.conv2d(first, 4, Size2.of(1))
            .strides(2)
            .padding("SAME")
            .useBias(false)
            .activation(Nn::relu)
            .apply();

    assertThat(first).hasToString("conv2d/BiasAdd:0 float32(?, 26, 26, 8)");
    assertThat(second).hasToString("conv2d_1/Relu:0 float32(?, 13, 13, 4)");
    assertThat(variables())
        .containsExactly("conv2d/kernel:0", "conv2d/bias:0", "conv2d_1/kernel:0");
    assertThat(g.output("conv2d/kernel:0").shape()).isEqualTo(Shape.of(3, 3, 3, 8));
  }

  @Test
  void aFunctionalLayerOfANameMustReuse() {
    Layers.dense(rows, 3).name("fn").apply();

    assertThatExceptionOfType(ScopeException.class)
        .isThrownBy(() -> Layers.dense(rows, 3).name("fn").apply())
        .matches(error -> error.kind() == ErrorKind.VAR_EXISTS);
    assertThat(Layers.dense(rows, 3).name("fn").reuse(Reuse.REUSE).apply().name())
        .isEqualTo("fn_2/BiasAdd:0");
    assertThat(variables()).containsExactly("fn/kernel:0", "fn/bias:0");
  }

  @Test
  void anObjectSharesItsVariablesAndItsNameScope() {
    DenseLayer fc = Layers.dense(g, 3);
    assertThatIllegalStateException()
        .isThrownBy(fc::scopeName)
        .withMessageContaining("because the layer \"dense_1\" has not been used yet");
    fc.apply(rows);
    try (var _ = g.variableScope("other")) {
      assertThat(fc.apply(rows).name()).isEqualTo("dense/BiasAdd_1:0");
    }

    assertThat(fc.scopeName()).isEqualTo("dense");
    assertThat(fc.variables())
        .extracting(Named::name)
        .containsExactly("dense/kernel:0", "dense/bias:0");
    assertThatIllegalStateException()
        .isThrownBy(() -> fc.useBias(false))
        .withMessage("The settings of layer \"dense\" are fixed since its first call");
    assertThatIllegalStateException().isThrownBy(fc::apply).withMessageContaining("pass one");
  }

  @Test
  void depthwiseAndSeparableConvolutionsKeepTensorFlowsKernels() {
    Output each = Layers.depthwiseConv2d(image, 3).depthMultiplier(2).apply();
    Output mixed = Layers.separableConv2d(image, 5, 3).apply();

    assertThat(each).hasToString("depthwise_conv2d/BiasAdd:0 float32(?, 26, 26, 6)");
    assertThat(mixed).hasToString("separable_conv2d/BiasAdd:0 float32(?, 26, 26, 5)");
    assertThat(g.globalVariables().stream().map(v -> v.name() + " " + v.shape()))
        .containsExactly(
            "depthwise_conv2d/depthwise_kernel:0 (3, 3, 3, 2)",
            "depthwise_conv2d/bias:0 (6,)",
            "separable_conv2d/depthwise_kernel:0 (3, 3, 3, 1)",
            "separable_conv2d/pointwise_kernel:0 (1, 1, 3, 5)",
            "separable_conv2d/bias:0 (5,)");
    assertThat(g.operationNames())
        .contains("separable_conv2d/separable_conv2d/depthwise", "depthwise_conv2d/depthwise");
  }

  @Test
  void layersWithoutVariablesTakeScopeNamesToo() {
    Output pooled = Layers.maxPooling2d(image, 2, 2).apply();
    Output mean = Layers.averagePooling2d(pooled, 3, 1).padding("same").apply();
    Output dropped = Layers.dropout(mean).apply();

    assertThat(pooled).hasToString("max_pooling2d/MaxPool:0 float32(?, 14, 14, 3)");
    assertThat(mean).hasToString("average_pooling2d/AvgPool:0 float32(?, 14, 14, 3)");
    assertThat(dropped.name()).isEqualTo("dropout/Identity:0");
    assertThat(Layers.flatten(dropped).apply()).hasToString("flatten/Reshape:0 float32(?, 588)");
  }

  @Test
  void denseWorksOnTheLastAxisOfAnyRank() {
    Output sequence = g.placeholder("s", DType.FLOAT32, Shape.of(-1, 7, 4));

    assertThat(Layers.dense(sequence, 3).apply()).hasToString("dense/BiasAdd:0 float32(?, 7, 3)");
  }

  @Test
  void batchNormalizationHasMovingStatisticsAndTheirUpdates() {
    Output channelsFirst = g.placeholder("c", DType.FLOAT32, Shape.of(-1, 5, 8, 8));
    Layers.batchNormalization(image).training(true).apply();
    Layers.batchNormalization(channelsFirst).dataFormat(DataFormat.NCHW).name("bn").apply();

    assertThat(g.trainableVariables())
        .extracting(Named::name)
        .containsExactly(
            "batch_normalization/gamma:0", "batch_normalization/beta:0", "bn/gamma:0", "bn/beta:0");
    assertThat(variables()).contains("bn/moving_mean:0", "bn/moving_variance:0");
    assertThat(g.output("bn/gamma:0").shape()).isEqualTo(Shape.of(5));
    assertThat(g.collection(GraphKeys.UPDATE_OPS))
        .extracting(Named::name)
        .containsExactly(
            "batch_normalization/AssignMovingAvg", "batch_normalization/AssignMovingAvg_1");
  }

  @Test
  void lossesAreThoseOfKernels() {
    Layers.dense(rows, 3).kernelRegularizer(Regularizers.l1(0.5)).trainable(false).apply();

    assertThat(g.collection(GraphKeys.REGULARIZATION_LOSSES))
        .extracting(Named::name)
        .containsExactly("dense/kernel/Regularizer/mul:0");
    assertThat(g.trainableVariables()).isEmpty();
  }

  @Test
  void refusesWhatItCannotKnow() {
    Output noChannels = g.placeholder("u", DType.FLOAT32, Shape.of(-1, 28, 28, -1));

    assertThatExceptionOfType(ScopeException.class)
        .isThrownBy(() -> Layers.conv2d(noChannels, 8, 3).apply())
        .withMessageStartingWith("The channel dimension of the inputs should be defined.")
        .withMessageContaining("u:0 float32(?, 28, 28, ?)");
    assertThatExceptionOfType(ScopeException.class)
        .isThrownBy(() -> Layers.conv2d(image, 8, 3).padding("both"))
        .matches(error -> error.kind() == ErrorKind.BAD_PADDING);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Layers.conv2d(rows, 8, 3).apply())
        .withMessageContaining("expected ndim=4, found ndim=2");
  }
}
