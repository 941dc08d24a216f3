package io.scopegraph.runtime.spi;

/// What a session asks of its kernels.
///
/// @param precision how exactly float32 is computed; the types of a node's operands already follow
///   from it
/// @param measured whether algorithms may be tried out on the device, once for each kind of node,
///   instead of being chosen by rules
public record KernelOptions(Precision precision, boolean measured) {
  public static final KernelOptions DEFAULT = new KernelOptions(Precision.FLOAT32, false);
}
