package io.scopegraph.runtime.pass;

import com.google.common.collect.ImmutableList;
import io.scopegraph.op.Op;
import io.scopegraph.tensor.Tensor;

/// How a node can compute on permuted operands: `op` applied to `operands` gives a result of which
/// the node's own result is the transpose.
///
/// @param operand by which permutation the node's own operands are transposes of the new ones
/// @param result by which permutation the node's own result is a transpose of the new one
record PermutedNode(
    Op op,
    ImmutableList<Operand> operands,
    ImmutableList<Integer> operand,
    ImmutableList<Integer> result) {

  /// One input of the new node.
  sealed interface Operand {
    /// The value of which the node's own input is a transpose.
    record Permuted(int input) implements Operand {}

    /// The node's own input, brought into the order of the permuted ones.
    record Aligned(int input) implements Operand {}

    /// The node's own input.
    record Plain(int input) implements Operand {}

    /// A new constant.
    record Literal(Tensor value) implements Operand {}
  }
}
