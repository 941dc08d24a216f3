package io.scopegraph.tensor;

import java.util.Locale;

/// The element type of a tensor. Elements are stored little-endian, row-major, without padding.
///
/// Complex numbers and strings are known by name, so that a graph can declare and a file can list
/// them; no device computes with them.
public enum DType {
  FLOAT32(4, Kind.FLOATING),
  FLOAT16(2, Kind.FLOATING),
  BFLOAT16(2, Kind.FLOATING),
  FLOAT64(8, Kind.FLOATING),
  INT8(1, Kind.INTEGER),
  UINT8(1, Kind.INTEGER),
  INT16(2, Kind.INTEGER),
  UINT16(2, Kind.INTEGER),
  INT32(4, Kind.INTEGER),
  UINT32(4, Kind.INTEGER),
  INT64(8, Kind.INTEGER),
  BOOL(1, Kind.BOOLEAN),
  /// Two float32: the real, then the imaginary part.
  COMPLEX64(8, Kind.COMPLEX),
  /// Two float64: the real, then the imaginary part.
  COMPLEX128(16, Kind.COMPLEX),
  /// Bytes of any length; no [Tensor] holds them.
  STRING(0, Kind.STRING);

  private enum Kind {
    FLOATING,
    INTEGER,
    BOOLEAN,
    COMPLEX,
    STRING
  }

  private final int byteSize;
  private final Kind kind;
  private final String label;

  DType(int byteSize, Kind kind) {
    this.byteSize = byteSize;
    this.kind = kind;
    this.label = name().toLowerCase(Locale.ROOT);
  }

  /// Bytes of one element; 0 for strings, which have no fixed size.
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

  /// True for what devices compute with: floating-point types, integers and bool.
  public boolean isNumeric() {
    return kind != Kind.COMPLEX && kind != Kind.STRING;
  }

  /// The least value of an integer type or bool.
  ///
  /// @throws IllegalStateException for other types
  public long minInteger() {
    return switch (this) {
      case UINT8, UINT16, UINT32, BOOL -> 0;
      case INT8, INT16, INT32, INT64 -> -maxInteger() - 1;
      case FLOAT32, FLOAT16, BFLOAT16, FLOAT64, COMPLEX64, COMPLEX128, STRING -> throw noInteger();
    };
  }

  /// The greatest value of an integer type or bool.
  ///
  /// @throws IllegalStateException for other types
  public long maxInteger() {
    return switch (this) {
      case BOOL -> 1;
      case UINT8, UINT16, UINT32 -> (1L << (8 * byteSize)) - 1;
      case INT8, INT16, INT32, INT64 -> Long.MAX_VALUE >>> (Long.SIZE - 8 * byteSize);
      case FLOAT32, FLOAT16, BFLOAT16, FLOAT64, COMPLEX64, COMPLEX128, STRING -> throw noInteger();
    };
  }

  private IllegalStateException noInteger() {
    return new IllegalStateException(this + " is no integer type");
  }

  /// The field's lower-case name: `float32`, `int64`, `bool`.
  @Override
  public String toString() {
    return label;
  }
}
