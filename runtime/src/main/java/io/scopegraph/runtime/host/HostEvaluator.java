package io.scopegraph.runtime.host;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Node;
import io.scopegraph.op.BatchNorm;
import io.scopegraph.op.BiasAdd;
import io.scopegraph.op.Binary;
import io.scopegraph.op.Cast;
import io.scopegraph.op.Concat;
import io.scopegraph.op.Constant;
import io.scopegraph.op.ConstantOfShape;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.ConvChain;
import io.scopegraph.op.ConvTranspose2D;
import io.scopegraph.op.ElementWise;
import io.scopegraph.op.Expand;
import io.scopegraph.op.Flatten;
import io.scopegraph.op.Gather;
import io.scopegraph.op.Gemm;
import io.scopegraph.op.Inference;
import io.scopegraph.op.LocalResponseNorm;
import io.scopegraph.op.MatMul;
import io.scopegraph.op.Pad;
import io.scopegraph.op.Placeholder;
import io.scopegraph.op.Pool2D;
import io.scopegraph.op.Reduce;
import io.scopegraph.op.Reshape;
import io.scopegraph.op.Resize;
import io.scopegraph.op.ShapeOp;
import io.scopegraph.op.Slice;
import io.scopegraph.op.Softmax;
import io.scopegraph.op.Split;
import io.scopegraph.op.Squeeze;
import io.scopegraph.op.Transpose;
import io.scopegraph.op.Unary;
import io.scopegraph.op.Unsqueeze;
import io.scopegraph.op.VariableOp;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Evaluates single nodes on the host, exactly and without hurry: what constant folding needs.
public final class HostEvaluator {
  /// Nodes with more bytes of output are not evaluated.
  public static final long MAX_BYTES = 256L << 20;

  private HostEvaluator() {}

  /// The outputs of a node for given inputs. A result may share memory with an input.
  ///
  /// @return empty if the op is not evaluated on the host, or its outputs exceed [#MAX_BYTES]
  /// @throws io.scopegraph.op.InvalidOpException if the op does not take these inputs
  public static Optional<ImmutableList<Tensor>> evaluate(Node node, List<Tensor> inputs) {
    List<Inference.Operand> operands = inputs.stream().map(Inference.Operand::of).toList();
    List<TensorSpec> outputs =
        node.op().infer(new Inference(node.op().type(), node.name(), node.source(), operands));
    return fits(outputs) ? Optional.ofNullable(compute(node, inputs, outputs)) : Optional.empty();
  }

  /// The elements of a tensor in another type, each rounded once.
  public static Tensor cast(Tensor x, DType to) {
    return ElementLoops.cast(x, x.spec().withDType(to));
  }

  /// Writes the elements of a tensor, each rounded once, into one of another type.
  public static void cast(Tensor x, Tensor target) {
    ElementLoops.cast(x, target);
  }

  private static boolean fits(List<TensorSpec> outputs) {
    double bytes = 0;
    for (TensorSpec output : outputs) {
      if (!output.shape().isFullyDefined() || !output.dtype().isNumeric()) {
        return false;
      }
      bytes +=
          Arrays.stream(output.shape().dims()).asDoubleStream().reduce(1, (x, y) -> x * y)
              * output.dtype().byteSize();
    }
    return bytes <= MAX_BYTES;
  }

  /// Null if the op is not evaluated here.
  private static @Nullable ImmutableList<Tensor> compute(
      Node node, List<Tensor> inputs, List<TensorSpec> outputs) {
    if (node.op() instanceof Split split) {
      return Movement.split(split, inputs.getFirst(), outputs);
    }
    Tensor output = computeOne(node, inputs, outputs.getFirst());
    return output == null ? null : ImmutableList.of(output);
  }

  private static @Nullable Tensor computeOne(Node node, List<Tensor> inputs, TensorSpec output) {
    return switch (node.op()) {
      case Binary binary -> ElementLoops.binary(binary, inputs.get(0), inputs.get(1), output);
      case Cast _ -> ElementLoops.cast(inputs.getFirst(), output);
      case Concat concat -> Movement.concat(concat, inputs, output);
      case Constant(Tensor value) -> value;
      case ConstantOfShape(Tensor fill) -> Movement.expand(fill, output);
      case ElementWise program -> ElementLoops.program(program, inputs, output);
      case Expand _ -> Movement.expand(inputs.getFirst(), output);
      case Flatten _, Reshape _, Squeeze _, Unsqueeze _ ->
          inputs.getFirst().reshaped(output.shape());
      case Gather gather -> Movement.gather(gather, inputs.get(0), inputs.get(1), output);
      case Pad pad -> Margins.pad(pad, inputs.get(0), inputs.get(1), output);
      case Reduce reduce -> Reduction.reduce(reduce, inputs.getFirst(), output);
      case ShapeOp shapeOp -> extents(shapeOp, inputs.getFirst());
      case Slice _ -> Movement.slice(inputs, output);
      case Transpose transpose -> Movement.transpose(transpose, inputs.getFirst(), output);
      case Unary unary -> ElementLoops.unary(unary, inputs.getFirst(), output);
      case BatchNorm _,
          BiasAdd _,
          Conv2D _,
          ConvChain _,
          ConvTranspose2D _,
          Gemm _,
          LocalResponseNorm _,
          MatMul _,
          Placeholder _,
          Pool2D _,
          Resize _,
          Softmax _,
          Split _,
          VariableOp _ ->
          null;
    };
  }

  private static Tensor extents(ShapeOp op, Tensor x) {
    int rank = x.shape().rank();
    int from = op.from(rank);
    return Tensor.vector(Arrays.copyOfRange(x.shape().dims(), from, Math.max(from, op.to(rank))));
  }
}
