package io.scopegraph.tensor;

import java.util.Locale;

/// The element type of a tensor. Elements are stored little-endian, row-major, without padding.
public enum DType {
  FLOAT32(4, Kind.FLOATING),
  FLOAT16(2, Kind.FLOATING),
  BFLOAT16(2, Kind.FLOATING),
  FLOAT64(8, Kind.FLOATING),
  INT8(1, Kind.INTEGER),
  UINT8(1, Kind.INTEGER),
  INT32(4, Kind.INTEGER),
  INT64(8, Kind.INTEGER),
  BOOL(1, Kind.BOOLEAN);

  private enum Kind {
    FLOATING,
    INTEGER,
    BOOLEAN
  }

  private final int byteSize;
  private final Kind kind;
  private final String label;

  DType(int byteSize, Kind kind) {
    this.byteSize = byteSize;
    this.kind = kind;
    this.label = name().toLowerCase(Locale.ROOT);
  }

  /// Bytes of one element.
  public int byteSize() {
    return byteSize;
  }

  /// True for the four floating-point types.
  public boolean isFloating() {
    return kind == Kind.FLOATING;
  }

  /// True for the signed and unsigned integers; bool is not one.
  public boolean isInteger() {
    return kind == Kind.INTEGER;
  }

  /// The field's lower-case name: `float32`, `int64`, `bool`.
  @Override
  public String toString() {
    return label;
  }
}
