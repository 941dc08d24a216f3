package io.scopegraph.cpu.kernel;

import org.jspecify.annotations.Nullable;

/// What all calls of [FloatKernels#panels] for one bound kernel have in common.
///
/// @param in the input
/// @param weights the packed panels
/// @param bias one value per output channel, or null
/// @param residual added before the activation, or null; may be the output itself
/// @param residualShift from an index of the output to that of what is added to it
/// @param out the output
/// @param activation applied last
/// @param clamps whether the activation is a clamp of bits, and not nothing
/// @param lowBits the lower bound of that clamp
/// @param highBits its upper bound
@SuppressWarnings("ArrayRecordComponent") // Read by the innermost loops, never compared.
public record PanelOperands(
    float[] in,
    float[] weights,
    float @Nullable [] bias,
    float @Nullable [] residual,
    int residualShift,
    float[] out,
    Activation activation,
    boolean clamps,
    int lowBits,
    int highBits) {

  /// The operands, with the bounds of the activation.
  static PanelOperands of(
      float[] in,
      float[] weights,
      float @Nullable [] bias,
      float @Nullable [] residual,
      int residualShift,
      float[] out,
      Activation activation) {
    return new PanelOperands(
        in,
        weights,
        bias,
        residual,
        residualShift,
        out,
        activation,
        activation.isBitClamp() && activation.kind() != Activation.Kind.NONE,
        activation.lowBits(),
        activation.highBits());
  }
}
