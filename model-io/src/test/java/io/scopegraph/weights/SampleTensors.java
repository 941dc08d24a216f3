package io.scopegraph.weights;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;

/// Tensors with random bits.
final class SampleTensors {
  private SampleTensors() {}

  /// Any bits, among them those of NaN; bool has 0 and 1 only.
  static Tensor random(SplittableRandom random, DType dtype, long... dims) {
    Tensor tensor = Tensor.allocate(new TensorSpec(dtype, Shape.of(dims)));
    for (long i = 0; i < tensor.byteSize(); i++) {
      int bits = dtype == DType.BOOL ? random.nextInt(2) : random.nextInt(256);
      tensor.segment().set(ValueLayout.JAVA_BYTE, i, (byte) bits);
    }
    return tensor;
  }

  /// Tensors of every dtype that safetensors have and several shapes, under names that make narrow
  /// elements precede wide ones.
  static ImmutableMap<String, Tensor> ofEveryType(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ImmutableMap.Builder<String, Tensor> tensors = ImmutableMap.builder();
    tensors.put("odd", random(random, DType.UINT8, 3));
    for (DType dtype : DType.values()) {
      if (SafetensorsTypes.type(dtype) == null) {
        continue;
      }
      tensors.put("scope/" + dtype + "/kernel", random(random, dtype, 2, 3, 5));
      tensors.put("scope/" + dtype + "/scalar", random(random, dtype));
      tensors.put("scope/" + dtype + "/empty", random(random, dtype, 0, 4));
    }
    tensors.put("Umlaut \u00e4 \"quoted\" \\ \u65e5", random(random, DType.FLOAT32, 7));
    return tensors.buildOrThrow();
  }
}
