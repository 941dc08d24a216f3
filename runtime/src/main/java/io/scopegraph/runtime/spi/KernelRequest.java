package io.scopegraph.runtime.spi;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Cast;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Op;
import io.scopegraph.op.VariableOp;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The node that a kernel is wanted for, apart from its graph, so that a backend can ask itself for
/// a variation of it: in another layout or element type. All shapes are fully defined.
///
/// @param op what is computed
/// @param inputs what comes in
/// @param outputs the specs of the results
public record KernelRequest(
    Op op, ImmutableList<Input> inputs, ImmutableList<TensorSpec> outputs, KernelOptions options) {
  /// One input.
  ///
  /// @param constant the contents if they are known
  /// @param weight whether the contents stay the same between runs, see [#isWeight(Graph, Value)];
  ///   only such inputs can be packed
  public record Input(TensorSpec spec, @Nullable Tensor constant, boolean weight) {
    /// An input that is another one in each run.
    public static Input of(TensorSpec spec) {
      return new Input(spec, null, false);
    }
  }

  /// The request for a node of a graph.
  public static KernelRequest of(Graph graph, Node node, KernelOptions options) {
    return of(graph, node.op(), node.inputs(), node.outputs(), options);
  }

  /// The request for a node that a graph could have.
  public static KernelRequest of(
      Graph graph, Op op, List<Value> values, List<TensorSpec> outputs, KernelOptions options) {
    ImmutableList.Builder<Input> inputs = ImmutableList.builder();
    for (Value value : values) {
      inputs.add(new Input(graph.spec(value), graph.constant(value), isWeight(graph, value)));
    }
    return new KernelRequest(op, inputs.build(), ImmutableList.copyOf(outputs), options);
  }

  /// Whether a value stays the same between runs: a variable, a constant, or such a one in another
  /// element type, which is made once.
  public static boolean isWeight(Graph graph, Value value) {
    return switch (graph.op(value)) {
      case Constant _, VariableOp _ -> true;
      case Cast(DType to) -> {
        Value from = graph.node(value).inputs().getFirst();
        yield to.isNumeric() && graph.spec(from).dtype().isNumeric() && isWeight(graph, from);
      }
      default -> false;
    };
  }

  /// The number of inputs.
  public int count() {
    return inputs.size();
  }

  public TensorSpec input(int index) {
    return inputs.get(index).spec();
  }

  public Shape shape(int index) {
    return input(index).shape();
  }

  public DType dtype(int index) {
    return input(index).dtype();
  }

  /// The spec of the first result.
  public TensorSpec output() {
    return outputs.getFirst();
  }

  public boolean isWeight(int index) {
    return inputs.get(index).weight();
  }

  /// The contents of an input that is a constant, or null.
  public @Nullable Tensor constant(int index) {
    return inputs.get(index).constant();
  }

  /// The contents of an input that must be known before running.
  ///
  /// @param what names the input
  /// @throws UnsupportedNode if they are not
  public Tensor constant(int index, String what) {
    Tensor tensor = inputs.get(index).constant();
    if (tensor == null) {
      throw new UnsupportedNode("%s of %s must be known before running".formatted(what, op.type()));
    }
    return tensor;
  }

  /// Whether every input and output is of type float32.
  public boolean isFloat32() {
    return inputs.stream().allMatch(input -> input.spec().dtype() == DType.FLOAT32)
        && outputs.stream().allMatch(output -> output.dtype() == DType.FLOAT32);
  }

  /// Requires float32 throughout.
  ///
  /// @throws UnsupportedNode if an input is something else
  public void requireFloat32() {
    for (Input input : inputs) {
      if (input.spec().dtype() != DType.FLOAT32) {
        throw new UnsupportedNode(
            "%s is not implemented for %s".formatted(op.type(), input.spec().dtype()));
      }
    }
  }

  /// The same request for another op on other operands.
  public KernelRequest with(Op changed, List<Input> newInputs, List<TensorSpec> newOutputs) {
    return new KernelRequest(
        changed, ImmutableList.copyOf(newInputs), ImmutableList.copyOf(newOutputs), options);
  }
}
