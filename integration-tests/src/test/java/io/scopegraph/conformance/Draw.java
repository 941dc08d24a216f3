package io.scopegraph.conformance;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.Arrays;
import java.util.Random;

/// Draws the inputs of cases from a seed.
final class Draw {
  /// The element types that devices compute with.
  static final ImmutableList<DType> DTYPES =
      Arrays.stream(DType.values()).filter(DType::isNumeric).collect(toImmutableList());

  private final Random random;

  Draw(long seed) {
    this.random = new Random(seed);
  }

  /// Floats in [-1, 1).
  Tensor floats(long... dims) {
    return between(-1, 1, dims);
  }

  /// Floats in [low, high).
  Tensor between(double low, double high, long... dims) {
    return of(DType.FLOAT32, low, high, dims);
  }

  /// Numbers of any dtype in [low, high); whole ones for integers.
  Tensor of(DType dtype, double low, double high, long... dims) {
    Tensor tensor = Tensor.allocate(new TensorSpec(dtype, Shape.of(dims)));
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setDouble(
          i, Math.floor(low * 1024 + random.nextDouble() * (high - low) * 1024) / 1024);
    }
    return tensor;
  }

  /// Zeros and ones.
  Tensor booleans(long... dims) {
    Tensor tensor = Tensor.allocate(new TensorSpec(DType.BOOL, Shape.of(dims)));
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setLong(i, random.nextInt(2));
    }
    return tensor;
  }

  /// Numbers of a dtype that suit it: negative ones unless it has none.
  Tensor any(DType dtype, long... dims) {
    return switch (dtype) {
      case BOOL -> booleans(dims);
      case UINT8, UINT16, UINT32 -> of(dtype, 0, 100, dims);
      case INT8, INT16, INT32, INT64 -> of(dtype, -50, 50, dims);
      case FLOAT32, FLOAT16, BFLOAT16, FLOAT64 -> of(dtype, -4, 4, dims);
      case COMPLEX64, COMPLEX128, STRING -> throw new IllegalArgumentException(dtype.toString());
    };
  }
}
