package io.scopegraph.cpu.kernel;

import org.jspecify.annotations.Nullable;

/// The innermost float32 loops. There is one implementation on the Vector API and one in plain
/// Java; [KernelChoice#kernels] is the one chosen for this JVM.
///
/// **Panels.** Output channels are computed in [#panels]. A packed panel holds, for each product in
/// the order of the filter, one row of [#panelWidth] weights, of which those past the panel's last
/// channel are zero.
///
/// **Order.** Every output element starts at its bias and adds its products in the order of the
/// walk, each with one rounding (`fma`). Its bits therefore depend neither on how the work was cut
/// up, nor on the implementation or its vector width.
///
/// Implementations are stateless as far as callers can see and safe to use from any number of
/// threads.
public interface FloatKernels extends PanelLayout {
  /// A word for logs: the instruction set used.
  String name();

  /// For some pixels and `channels` output channels that start with a panel and end with one: bias,
  /// plus the sum of products along the walk, plus the residual, through the activation, into the
  /// output. Each output element is summed along its walk in order, one rounding a product.
  ///
  /// @param operands the arrays
  /// @param walk the runs of each pixel
  /// @param positions where these start, and where the pixels' results go
  /// @param inShift added to every place in the input
  /// @param weightsAt where the first panel starts; the others follow, each a full panel long
  /// @param biasAt where the values of the bias start, if there is one
  /// @param outShift added to every place in the output
  void panels(
      PanelOperands operands,
      Walk walk,
      Positions positions,
      int inShift,
      int weightsAt,
      int biasAt,
      int outShift,
      int channels);

  /// Depthwise convolution of a grid of `rows` x `pixels` pixels: channel `c` of the output sees
  /// only channel `c` of the input. The walk's `run` is 1, its row of weights is `channels` long
  /// and not padded, and `channels` is not limited. Otherwise as [#panels].
  ///
  /// @param in the input; pixel `p` of row `r` starts its walk at `inAt + p * inStep + r * inDown`
  /// @param out pixel `p` of row `r` goes to `outAt + p * outStep + r * outDown`
  void depthwise(
      float[] in,
      int inAt,
      int inStep,
      int inDown,
      int pixels,
      int rows,
      Taps taps,
      float[] weights,
      int weightsAt,
      float @Nullable [] bias,
      int biasAt,
      float @Nullable [] residual,
      int residualAt,
      float[] out,
      int outAt,
      int outStep,
      int outDown,
      int channels,
      Activation activation);

  /// One dimension of the input's transformation in Winograd's algorithm F(4x4, 3x3): for each of
  /// `n` channels six values from six, the products of the matrix
  ///
  /// ```
  /// 4  0 -5  0  1  0
  /// 0 -4 -4  1  1  0
  /// 0  4 -4 -1  1  0
  /// 0 -2 -1  2  1  0
  /// 0  2 -1 -2  1  0
  /// 0  4  0 -5  0  1
  /// ```
  ///
  /// with the values that start at `i0` to `i5`. Value `j` goes to `outAt + j * outStep`.
  void winogradPatch(
      float[] in,
      int i0,
      int i1,
      int i2,
      int i3,
      int i4,
      int i5,
      float[] out,
      int outAt,
      int outStep,
      int n);

  /// One dimension of the results' transformation in the same algorithm: for each of `n` channels
  /// four values from six, the products of the matrix
  ///
  /// ```
  /// 1  1  1  1  1  0
  /// 0  1 -1  2 -2  0
  /// 0  1  1  4  4  0
  /// 0  1 -1  8 -8  1
  /// ```
  ///
  /// with the values that start at `inAt + i * inStep`. Value `j` goes to `outAt + j * outStep`,
  /// and may be written over value `j` of the input.
  void winogradTile(float[] in, int inAt, int inStep, float[] out, int outAt, int outStep, int n);

  /// Stores `n` sums with the bias and the residual added, through the activation.
  ///
  /// @param bias null if there is none
  /// @param residual null if there is none; may be the output itself
  void finish(
      float[] sums,
      int sumsAt,
      float @Nullable [] bias,
      int biasAt,
      float @Nullable [] residual,
      int residualAt,
      float[] out,
      int outAt,
      int n,
      Activation activation);

  /// Applies `activation` to `length` floats in place.
  void activate(float[] values, int at, int length, Activation activation);

  /// The loops for everything else.
  RowKernels rows();

  /// Says that kernels will be called soon. What can be done for that beforehand is done in the
  /// background.
  default void warmUp() {}

  /// Says that a graph has been run once: what was put off for the sake of a first answer need not
  /// wait any longer.
  default void runEnded() {}

  /// Waits until the kernels that have been called so far are in the form that they keep.
  ///
  /// @throws InterruptedException if the thread is interrupted while it waits
  default void awaitCompiled() throws InterruptedException {}
}
