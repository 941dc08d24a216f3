package io.scopegraph.runtime.spi;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Op;
import io.scopegraph.op.VariableOp;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import org.jspecify.annotations.Nullable;

/// One node for which a kernel is wanted. All shapes are fully defined.
public record KernelRequest(Graph graph, Node node) {
  public Op op() {
    return node.op();
  }

  public int inputs() {
    return node.inputs().size();
  }

  public TensorSpec input(int index) {
    return graph.spec(node.inputs().get(index));
  }

  public Shape inputShape(int index) {
    return input(index).shape();
  }

  public TensorSpec output(int slot) {
    return node.outputs().get(slot);
  }

  public ImmutableList<TensorSpec> outputs() {
    return node.outputs();
  }

  /// The contents of an input that is a constant, or null.
  public @Nullable Tensor constant(int index) {
    return graph.constant(node.inputs().get(index));
  }

  /// Whether an input keeps its contents between runs: a constant or a variable. Only such inputs
  /// can be packed.
  public boolean isWeight(int index) {
    Value value = node.inputs().get(index);
    return graph.constant(value) != null || graph.op(value) instanceof VariableOp;
  }
}
