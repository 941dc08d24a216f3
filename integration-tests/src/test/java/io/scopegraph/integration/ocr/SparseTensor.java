package io.scopegraph.integration.ocr;

import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/// A network's output of which only the values of at least [#SMALLEST] are kept, and zeros stand
/// for the rest.
///
/// Probabilities over thousands of classes are almost all close to zero, and a comparison within
/// 1e-4 does not need them.
final class SparseTensor {
  /// Smaller values are dropped; it is a small part of the tolerance of comparisons.
  static final float SMALLEST = 1e-5f;

  private final Shape shape;
  private final int[] positions;
  private final float[] values;

  private SparseTensor(Shape shape, int[] positions, float[] values) {
    this.shape = shape;
    this.positions = positions;
    this.values = values;
  }

  static SparseTensor of(Tensor tensor) {
    float[] all = tensor.toFloatArray();
    int[] positions = new int[all.length];
    float[] values = new float[all.length];
    int count = 0;
    for (int i = 0; i < all.length; i++) {
      if (Math.abs(all[i]) >= SMALLEST) {
        positions[count] = i;
        values[count++] = all[i];
      }
    }
    return new SparseTensor(
        tensor.shape(), Arrays.copyOf(positions, count), Arrays.copyOf(values, count));
  }

  Tensor tensor() {
    return Tensor.ofFloats(shape, dense());
  }

  Shape shape() {
    return shape;
  }

  float[] dense() {
    float[] all = new float[Math.toIntExact(shape.elementCount())];
    for (int i = 0; i < positions.length; i++) {
      all[positions[i]] = values[i];
    }
    return all;
  }

  /// Gaps between positions compress better than positions.
  void write(DataOutputStream stream) throws IOException {
    stream.writeInt(shape.rank());
    for (long dim : shape.dims()) {
      stream.writeLong(dim);
    }
    stream.writeInt(positions.length);
    int previous = 0;
    for (int position : positions) {
      stream.writeInt(position - previous);
      previous = position;
    }
    for (float value : values) {
      stream.writeFloat(value);
    }
  }

  static SparseTensor read(DataInputStream stream) throws IOException {
    long[] dims = new long[stream.readInt()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = stream.readLong();
    }
    int[] positions = new int[stream.readInt()];
    float[] values = new float[positions.length];
    int previous = 0;
    for (int i = 0; i < positions.length; i++) {
      previous += stream.readInt();
      positions[i] = previous;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = stream.readFloat();
    }
    return new SparseTensor(Shape.of(dims), positions, values);
  }
}
