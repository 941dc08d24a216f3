package io.scopegraph.cpu.kernel;

import io.scopegraph.cpu.memory.FloatRange;
import org.jspecify.annotations.Nullable;

/// What one convolution or matrix product works on. The rows of the input, the residual and the
/// output, each the channels of one pixel, may lie apart.
///
/// @param in the input
/// @param packed the packed filter or right-hand matrix
/// @param bias one value per output channel, or null
/// @param residual added before the activation, shaped as the output, or null; may be the output
///   itself
/// @param activation applied last
/// @param out the output; must not overlap the input
public record ProductOperands(
    FloatRange in,
    FloatRange packed,
    @Nullable FloatRange bias,
    @Nullable FloatRange residual,
    Activation activation,
    FloatRange out) {}
