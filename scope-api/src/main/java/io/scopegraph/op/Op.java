package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.TensorSpec;

/// What a node computes: its attributes and its shape rule. An op is a plain value and knows no
/// backend.
///
/// Each op documents its inputs, its output and its constraints C1, C2 ...; [#infer] checks them,
/// so that a mistake shows while the graph is built. C0 is common to all: the extents that the op
/// computes fit into 63 bits.
public sealed interface Op
    permits BatchNorm,
        BiasAdd,
        Binary,
        Cast,
        Concat,
        Constant,
        ConstantOfShape,
        Conv2D,
        ConvChain,
        ConvTranspose2D,
        ElementWise,
        Expand,
        Flatten,
        Gather,
        Gemm,
        LocalResponseNorm,
        MatMul,
        Pad,
        Placeholder,
        Pool2D,
        Reduce,
        Reshape,
        Resize,
        ShapeOp,
        Slice,
        Softmax,
        Split,
        Squeeze,
        Transpose,
        Unary,
        Unsqueeze,
        VariableOp {
  /// The op type, which is also the default name of a node.
  String type();

  /// The specs of the outputs, given what is known of the inputs.
  ///
  /// @throws InvalidOpException if a constraint is broken
  ImmutableList<TensorSpec> infer(Inference inference);
}
