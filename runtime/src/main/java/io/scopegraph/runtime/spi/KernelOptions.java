package io.scopegraph.runtime.spi;

/// What a session asks of its kernels.
///
/// @param precision how exactly float32 is computed; the types of a node's operands already follow
///   from it
/// @param measured whether algorithms may be tried out on the device, once for each kind of node,
///   instead of being chosen by rules
/// @param winograd whether 3x3 convolutions may be computed by Winograd's algorithm, which is
///   faster and rounds more
public record KernelOptions(Precision precision, boolean measured, boolean winograd) {
  public static final KernelOptions DEFAULT = new KernelOptions(Precision.FLOAT32, false, true);

  /// The same options at another precision.
  public KernelOptions withPrecision(Precision changed) {
    return new KernelOptions(changed, measured, winograd);
  }

  /// The same options, with or without trying out algorithms.
  public KernelOptions withMeasured(boolean changed) {
    return new KernelOptions(precision, changed, winograd);
  }

  /// The same options, with or without Winograd's algorithm.
  public KernelOptions withWinograd(boolean changed) {
    return new KernelOptions(precision, measured, changed);
  }
}
