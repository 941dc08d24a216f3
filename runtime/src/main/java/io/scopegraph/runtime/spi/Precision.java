package io.scopegraph.runtime.spi;

import io.scopegraph.tensor.DType;
import java.util.Locale;

/// How exactly a session computes with values of type float32. Inputs, outputs and variables keep
/// their types whatever is chosen; sums are always taken in float32 or wider.
public enum Precision {
  /// Stored and multiplied as float32.
  FLOAT32(DType.FLOAT32),
  /// Stored as float32; convolutions and matrix products may round their operands to 10 bits of
  /// fraction. Devices without such arithmetic compute in float32.
  TF32(DType.FLOAT32),
  /// Stored and multiplied as float16: 10 bits of fraction, at most 65504.
  FLOAT16(DType.FLOAT16),
  /// Stored and multiplied as bfloat16: 7 bits of fraction, the range of float32.
  BFLOAT16(DType.BFLOAT16);

  private final DType stored;

  Precision(DType stored) {
    this.stored = stored;
  }

  /// The type in which float32 values are stored between ops.
  public DType stored() {
    return stored;
  }

  /// Whether values take half of the bytes of float32.
  public boolean isHalf() {
    return stored != DType.FLOAT32;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
