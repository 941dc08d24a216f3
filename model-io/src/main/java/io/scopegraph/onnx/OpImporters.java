package io.scopegraph.onnx;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Pool2D;
import io.scopegraph.op.Reduce;
import io.scopegraph.op.UnaryFunction;

/// Which ops of the format's own domain can be imported, and by what.
final class OpImporters {
  static final ImmutableMap<String, OpImporter> BY_TYPE =
      ImmutableMap.<String, OpImporter>builder()
          .putAll(activations())
          .putAll(elementwise())
          .putAll(windows())
          .putAll(statistics())
          .putAll(shapes())
          .buildOrThrow();

  private OpImporters() {}

  private static ImmutableMap<String, OpImporter> activations() {
    return ImmutableMap.<String, OpImporter>builder()
        .put("Abs", ActivationImporter.plain(UnaryFunction.ABS))
        .put("Ceil", ActivationImporter.plain(UnaryFunction.CEIL))
        .put("Celu", ActivationImporter::celu)
        .put("Clip", ActivationImporter::clip)
        .put("Cos", ActivationImporter.plain(UnaryFunction.COS))
        .put("Elu", ActivationImporter.withAlpha(UnaryFunction.ELU, 1))
        .put("Erf", ActivationImporter.plain(UnaryFunction.ERF))
        .put("Exp", ActivationImporter.plain(UnaryFunction.EXP))
        .put("Floor", ActivationImporter.plain(UnaryFunction.FLOOR))
        .put("Gelu", ActivationImporter::gelu)
        .put("HardSigmoid", ActivationImporter::hardSigmoid)
        .put("HardSwish", ActivationImporter.plain(UnaryFunction.HARD_SWISH))
        .put("Identity", ActivationImporter.plain(UnaryFunction.IDENTITY))
        .put("LeakyRelu", ActivationImporter.withAlpha(UnaryFunction.LEAKY_RELU, 0.01))
        .put("Log", ActivationImporter.plain(UnaryFunction.LOG))
        .put("Mish", ActivationImporter::mish)
        .put("Neg", ActivationImporter.plain(UnaryFunction.NEG))
        .put("Not", ActivationImporter.plain(UnaryFunction.NOT))
        .put("Reciprocal", ActivationImporter.plain(UnaryFunction.RECIPROCAL))
        .put("Relu", ActivationImporter.plain(UnaryFunction.RELU))
        .put("Round", ActivationImporter.plain(UnaryFunction.ROUND))
        .put("Selu", ActivationImporter::selu)
        .put("Sigmoid", ActivationImporter.plain(UnaryFunction.SIGMOID))
        .put("Sign", ActivationImporter.plain(UnaryFunction.SIGN))
        .put("Sin", ActivationImporter.plain(UnaryFunction.SIN))
        .put("Softplus", ActivationImporter.plain(UnaryFunction.SOFTPLUS))
        .put("Softsign", ActivationImporter.plain(UnaryFunction.SOFTSIGN))
        .put("Sqrt", ActivationImporter.plain(UnaryFunction.SQRT))
        .put("Swish", ActivationImporter::swish)
        .put("Tanh", ActivationImporter.plain(UnaryFunction.TANH))
        .buildOrThrow();
  }

  private static ImmutableMap<String, OpImporter> elementwise() {
    return ImmutableMap.<String, OpImporter>builder()
        .put("Add", ElementwiseImporter.binary(BinaryFunction.ADD))
        .put("And", ElementwiseImporter.binary(BinaryFunction.AND))
        .put("Cast", ElementwiseImporter::cast)
        .put("CastLike", ElementwiseImporter::castLike)
        .put("Div", ElementwiseImporter.binary(BinaryFunction.DIV))
        .put("Dropout", ElementwiseImporter::dropout)
        .put("Equal", ElementwiseImporter.binary(BinaryFunction.EQUAL))
        .put("Greater", ElementwiseImporter.binary(BinaryFunction.GREATER))
        .put("GreaterOrEqual", ElementwiseImporter.binary(BinaryFunction.GREATER_EQUAL))
        .put("Less", ElementwiseImporter.binary(BinaryFunction.LESS))
        .put("LessOrEqual", ElementwiseImporter.binary(BinaryFunction.LESS_EQUAL))
        .put("Max", ElementwiseImporter.folded(BinaryFunction.MAXIMUM))
        .put("Mean", ElementwiseImporter::mean)
        .put("Min", ElementwiseImporter.folded(BinaryFunction.MINIMUM))
        .put("Mod", ElementwiseImporter::mod)
        .put("Mul", ElementwiseImporter.binary(BinaryFunction.MUL))
        .put("Or", ElementwiseImporter.binary(BinaryFunction.OR))
        .put("PRelu", ElementwiseImporter::prelu)
        .put("Pow", ElementwiseImporter::pow)
        .put("Sub", ElementwiseImporter.binary(BinaryFunction.SUB))
        .put("Sum", ElementwiseImporter.folded(BinaryFunction.ADD))
        .put("Xor", ElementwiseImporter.binary(BinaryFunction.XOR))
        .buildOrThrow();
  }

  private static ImmutableMap<String, OpImporter> windows() {
    return ImmutableMap.<String, OpImporter>builder()
        .put("AveragePool", PoolImporter.pool(Pool2D.Kind.AVERAGE))
        .put("Conv", ConvImporter::conv)
        .put("ConvTranspose", ConvImporter::convTranspose)
        .put("GlobalAveragePool", PoolImporter.global(Reduce.Function.MEAN))
        .put("GlobalMaxPool", PoolImporter.global(Reduce.Function.MAX))
        .put("MaxPool", PoolImporter.pool(Pool2D.Kind.MAX))
        .put("Resize", ResizeImporter::resize)
        .put("Upsample", ResizeImporter::upsample)
        .buildOrThrow();
  }

  private static ImmutableMap<String, OpImporter> statistics() {
    UnaryFunction none = UnaryFunction.IDENTITY;
    Reduce.Function sum = Reduce.Function.SUM;
    return ImmutableMap.<String, OpImporter>builder()
        .put("BatchNormalization", NormalizationImporter::batchNorm)
        .put("Gemm", MatrixImporter::gemm)
        .put("InstanceNormalization", MomentImporter::instanceNorm)
        .put("LRN", NormalizationImporter::localResponseNorm)
        .put("LayerNormalization", MomentImporter::layerNorm)
        .put("LogSoftmax", NormalizationImporter.softmax(true))
        .put("MatMul", MatrixImporter::matMul)
        .put("ReduceL1", ReduceImporter.composed(UnaryFunction.ABS, sum, none))
        .put("ReduceL2", ReduceImporter.composed(UnaryFunction.SQUARE, sum, UnaryFunction.SQRT))
        .put("ReduceLogSum", ReduceImporter.composed(none, sum, UnaryFunction.LOG))
        .put("ReduceMax", ReduceImporter.plain(Reduce.Function.MAX))
        .put("ReduceMean", ReduceImporter.plain(Reduce.Function.MEAN))
        .put("ReduceMin", ReduceImporter.plain(Reduce.Function.MIN))
        .put("ReduceProd", ReduceImporter.plain(Reduce.Function.PROD))
        .put("ReduceSum", ReduceImporter.plain(sum))
        .put("ReduceSumSquare", ReduceImporter.composed(UnaryFunction.SQUARE, sum, none))
        .put("Softmax", NormalizationImporter.softmax(false))
        .buildOrThrow();
  }

  private static ImmutableMap<String, OpImporter> shapes() {
    return ImmutableMap.<String, OpImporter>builder()
        .put("Concat", SliceImporter::concat)
        .put("Constant", node -> node.add(new Constant(ConstantFolding.constant(node))))
        .put("ConstantOfShape", ShapeImporter::constantOfShape)
        .put("DepthToSpace", ShapeImporter::depthToSpace)
        .put("Expand", ShapeImporter::expand)
        .put("Flatten", ShapeImporter::flatten)
        .put("Gather", SliceImporter::gather)
        .put("Pad", SliceImporter::pad)
        .put("Reshape", ShapeImporter::reshape)
        .put("Shape", ShapeImporter::shape)
        .put("Size", ShapeImporter::size)
        .put("Slice", SliceImporter::slice)
        .put("SpaceToDepth", ShapeImporter::spaceToDepth)
        .put("Split", SliceImporter::split)
        .put("Squeeze", ShapeImporter::squeeze)
        .put("Tile", ShapeImporter::tile)
        .put("Transpose", ShapeImporter::transpose)
        .put("Unsqueeze", ShapeImporter::unsqueeze)
        .buildOrThrow();
  }
}
