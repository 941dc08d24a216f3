package io.scopegraph.cpu.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.op.Op;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The node that a kernel is made for, apart from its graph, so that a kernel can be asked for a
/// variation of it: in another layout or element type.
///
/// @param op what is computed
/// @param inputs what comes in
/// @param outputs the specs of the results
record NodeView(Op op, ImmutableList<Input> inputs, ImmutableList<TensorSpec> outputs) {
  /// One input.
  ///
  /// @param constant the contents if they are known
  /// @param weight whether the contents stay the same between runs, so that they can be packed
  record Input(TensorSpec spec, @Nullable Tensor constant, boolean weight) {
    static Input of(TensorSpec spec) {
      return new Input(spec, null, false);
    }
  }

  static NodeView of(KernelRequest request) {
    ImmutableList.Builder<Input> inputs = ImmutableList.builder();
    for (int i = 0; i < request.inputs(); i++) {
      inputs.add(new Input(request.input(i), request.constant(i), request.isWeight(i)));
    }
    return new NodeView(request.op(), inputs.build(), request.outputs());
  }

  int count() {
    return inputs.size();
  }

  TensorSpec input(int index) {
    return inputs.get(index).spec();
  }

  Shape shape(int index) {
    return input(index).shape();
  }

  DType dtype(int index) {
    return input(index).dtype();
  }

  TensorSpec output() {
    return outputs.getFirst();
  }

  boolean isWeight(int index) {
    return inputs.get(index).weight();
  }

  /// The contents of an input that must be known before running.
  ///
  /// @param what names the input
  /// @throws UnsupportedNode if they are not
  Tensor constant(int index, String what) {
    Tensor tensor = inputs.get(index).constant();
    if (tensor == null) {
      throw new UnsupportedNode("%s of %s must be known before running".formatted(what, op.type()));
    }
    return tensor;
  }

  /// Whether every input and output is of type float32.
  boolean isFloat32() {
    return inputs.stream().allMatch(input -> input.spec().dtype() == DType.FLOAT32)
        && outputs.stream().allMatch(output -> output.dtype() == DType.FLOAT32);
  }

  /// Requires float32 throughout.
  ///
  /// @throws UnsupportedNode if something is not
  void requireFloat32() {
    for (Input input : inputs) {
      if (input.spec().dtype() != DType.FLOAT32) {
        throw new UnsupportedNode(
            "%s is not implemented for %s on the CPU".formatted(op.type(), input.spec().dtype()));
      }
    }
  }

  NodeView with(Op changed, List<Input> newInputs, List<TensorSpec> newOutputs) {
    return new NodeView(changed, ImmutableList.copyOf(newInputs), ImmutableList.copyOf(newOutputs));
  }
}
