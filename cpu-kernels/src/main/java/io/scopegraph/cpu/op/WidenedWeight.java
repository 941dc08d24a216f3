package io.scopegraph.cpu.op;

import io.scopegraph.runtime.host.HostEvaluator;
import io.scopegraph.runtime.spi.Kernel.PackedWeight;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.lang.foreign.MemorySegment;

/// A form of a float16 or bfloat16 weight that is made of its elements as float32.
///
/// @param plain the spec of the weight
/// @param packed makes the form of float32
record WidenedWeight(TensorSpec plain, PackedWeight packed) implements PackedWeight {
  @Override
  public int input() {
    return packed.input();
  }

  @Override
  public String form() {
    return packed.form();
  }

  @Override
  public long bytes() {
    return packed.bytes();
  }

  @Override
  public void pack(MemorySegment narrow, MemorySegment target) {
    Tensor weight = Tensor.wrap(plain, narrow.asSlice(0, plain.byteSize()));
    packed.pack(HostEvaluator.cast(weight, DType.FLOAT32).segment(), target);
  }
}
