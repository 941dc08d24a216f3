package io.scopegraph.cpu.kernel;

import org.jspecify.annotations.Nullable;

/// The innermost float32 loops. There is one implementation on the Vector API and one in plain
/// Java; [KernelChoice#kernels] is the one chosen for this JVM.
///
/// **Panels.** Output channels are computed in [#panels]. A packed panel holds, for each product in
/// the order of [Taps], one row of [#panelWidth] weights, of which those past the panel's last
/// channel are zero.
///
/// **Order.** Every output element starts at its bias and adds its products in the order of the
/// walk, each with one rounding (`fma`). Its bits therefore depend neither on how the work was cut
/// up, nor on the implementation or its vector width.
///
/// Implementations are stateless as far as callers can see and safe to use from any number of
/// threads.
public interface FloatKernels {
  /// A word for logs: the instruction set used.
  String name();

  /// The number of channels in every panel but the last, where `channels` channels are computed.
  int panel(int channels);

  /// How many panels `channels` channels are computed in. The last has what the others leave, which
  /// may be more than [#panel].
  int panels(int channels);

  /// The length of a row of packed weights for a panel of `channels` channels.
  int panelWidth(int channels);

  /// For `pixels` pixels and the `channels` channels of one panel: bias, plus the sum of products
  /// along `taps`, plus the residual, through the activation, into `out`.
  ///
  /// @param in the input; pixel `p` starts its walk at `inAt + p * inStep`
  /// @param weights the packed panel, from `weightsAt` on
  /// @param bias one value per channel from `biasAt` on, or null
  /// @param residual added before the activation and laid out as `out` is, from `residualAt` on, or
  ///   null; may be the output itself
  /// @param out pixel `p` goes to `outAt + p * outStep` and the floats following it
  void panel(
      float[] in,
      int inAt,
      int inStep,
      int pixels,
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
      int channels,
      Activation activation);

  /// Depthwise convolution of a grid of `rows` x `pixels` pixels: channel `c` of the output sees
  /// only channel `c` of the input. The walk's `run` is 1, its row of weights is `channels` long
  /// and not padded, and `channels` is not limited. Otherwise as [#panel].
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

  /// Applies `activation` to `length` floats in place.
  void activate(float[] values, int at, int length, Activation activation);

  /// The loops for everything else.
  RowKernels rows();

  /// Waits until the kernels that have been called so far are in the form that they keep.
  ///
  /// @throws InterruptedException if the thread is interrupted while it waits
  default void awaitCompiled() throws InterruptedException {}
}
