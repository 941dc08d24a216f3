package io.scopegraph.cpu.kernel;

/// An activation that is not applied by the kernels themselves but to their results.
final class LateActivation {
  private LateActivation() {}

  /// Applies it to pixels that lie evenly.
  static void apply(
      FloatKernels kernels,
      Activation activation,
      float[] values,
      int at,
      int pixels,
      int channels,
      int pixelStep) {
    if (activation.kind() == Activation.Kind.NONE) {
      return;
    }
    if (pixelStep == channels) {
      kernels.activate(values, at, pixels * channels, activation);
      return;
    }
    for (int pixel = 0; pixel < pixels; pixel++) {
      kernels.activate(values, at + pixel * pixelStep, channels, activation);
    }
  }
}
