package io.scopegraph.layers;

import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.Operand;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Epilogue;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Size2;
import org.jspecify.annotations.Nullable;

/// A layer that slides a kernel over images.
///
/// @param <L> the layer's own type
public abstract sealed class ConvolvingLayer<L extends ConvolvingLayer<L>> extends WeightedLayer<L>
    permits Conv2DLayer, DepthwiseConv2DLayer, SeparableConv2DLayer {
  private final Size2 kernelSize;
  private Size2 strides = Size2.ONE;
  private Size2 dilationRate = Size2.ONE;
  private Padding padding = Padding.VALID;
  private DataFormat format = DataFormat.NHWC;

  ConvolvingLayer(GraphBuilder graph, @Nullable Operand input, String baseName, Size2 kernelSize) {
    super(graph, input, baseName);
    this.kernelSize = kernelSize;
  }

  /// The steps of the window, 1 by default.
  public L strides(int changed) {
    return strides(Size2.of(changed));
  }

  public L strides(Size2 changed) {
    checkUnused();
    strides = changed;
    return self();
  }

  /// The distance between the cells of the window, 1 by default.
  public L dilationRate(int changed) {
    return dilationRate(Size2.of(changed));
  }

  public L dilationRate(Size2 changed) {
    checkUnused();
    dilationRate = changed;
    return self();
  }

  /// `valid`, the default, or `same`.
  ///
  /// @throws io.scopegraph.builder.ScopeException for anything else
  public L padding(String name) {
    return padding(PaddingNames.of(name));
  }

  public L padding(Padding changed) {
    checkUnused();
    padding = changed;
    return self();
  }

  /// The order of an image's axes, NHWC by default.
  public L dataFormat(DataFormat changed) {
    checkUnused();
    format = changed;
    return self();
  }

  final Size2 kernelSize() {
    return kernelSize;
  }

  final DataFormat format() {
    return format;
  }

  final Conv2D convolution(int groups) {
    return new Conv2D(strides, dilationRate, padding, groups, format, Epilogue.NONE);
  }

  final long channels(Operand x) {
    InputRank.check(this, x, 4);
    return known(
        x,
        format.channelAxis(4),
        "The channel dimension of the inputs should be defined. Found `None`.");
  }
}
