package io.scopegraph.graph;

import com.google.common.collect.ImmutableList;
import io.scopegraph.op.Op;
import io.scopegraph.op.SourceLine;
import io.scopegraph.tensor.TensorSpec;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One computation in a graph.
///
/// Two nodes are equal if they compute the same under the same name; the line that made them does
/// not count.
///
/// @param id the position in [Graph#nodes]
/// @param name unique in its graph; slashes separate scopes
/// @param outputs what is known of each output before running
/// @param source the line of user code that made the node, if it is known
public record Node(
    int id,
    String name,
    Op op,
    ImmutableList<Value> inputs,
    ImmutableList<TensorSpec> outputs,
    @Nullable SourceLine source) {

  /// The scopes around the node, without a trailing slash; empty at the root.
  public String scopePath() {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }

  /// The name of an output: `conv1/Relu:0`.
  public String tensorName(int slot) {
    return name + ":" + slot;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Node node
        && id == node.id
        && name.equals(node.name)
        && op.equals(node.op)
        && inputs.equals(node.inputs)
        && outputs.equals(node.outputs);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, name, op, inputs);
  }
}
