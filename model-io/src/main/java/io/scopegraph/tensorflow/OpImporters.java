package io.scopegraph.tensorflow;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Pool2D;
import io.scopegraph.op.Reduce;
import io.scopegraph.op.UnaryFunction;

/// Which ops can be imported, and by what.
final class OpImporters {
  static final ImmutableMap<String, OpImporter> BY_TYPE =
      ImmutableMap.<String, OpImporter>builder()
          .putAll(sources())
          .putAll(unary())
          .putAll(binary())
          .putAll(windows())
          .putAll(statistics())
          .putAll(shapes())
          .putAll(pieces())
          .buildOrThrow();

  private OpImporters() {}

  private static ImmutableMap<String, OpImporter> sources() {
    OpImporter identity = ElementwiseImporter.unary(UnaryFunction.IDENTITY);
    return ImmutableMap.<String, OpImporter>builder()
        .put("CheckNumerics", identity)
        .put("Const", SourceImporter::constant)
        .put("Identity", identity)
        .put("Placeholder", SourceImporter::placeholder)
        .put("PlaceholderWithDefault", identity)
        .put("PreventGradient", identity)
        .put("ReadVariableOp", identity)
        .put("Snapshot", identity)
        .put("StopGradient", identity)
        .put("VarHandleOp", SourceImporter::variable)
        .put("Variable", SourceImporter::variable)
        .put("VariableV2", SourceImporter::variable)
        .buildOrThrow();
  }

  private static ImmutableMap<String, OpImporter> unary() {
    return ImmutableMap.<String, OpImporter>builder()
        .put("Abs", ElementwiseImporter.unary(UnaryFunction.ABS))
        .put("Cast", ElementwiseImporter::cast)
        .put("Ceil", ElementwiseImporter.unary(UnaryFunction.CEIL))
        .put("Cos", ElementwiseImporter.unary(UnaryFunction.COS))
        .put("Elu", ElementwiseImporter::elu)
        .put("Erf", ElementwiseImporter.unary(UnaryFunction.ERF))
        .put("Exp", ElementwiseImporter.unary(UnaryFunction.EXP))
        .put("Floor", ElementwiseImporter.unary(UnaryFunction.FLOOR))
        .put("Inv", ElementwiseImporter.unary(UnaryFunction.RECIPROCAL))
        .put("LeakyRelu", ElementwiseImporter::leakyRelu)
        .put("Log", ElementwiseImporter.unary(UnaryFunction.LOG))
        .put("LogicalNot", ElementwiseImporter.unary(UnaryFunction.NOT))
        .put("Neg", ElementwiseImporter.unary(UnaryFunction.NEG))
        .put("Reciprocal", ElementwiseImporter.unary(UnaryFunction.RECIPROCAL))
        .put("Relu", ElementwiseImporter.unary(UnaryFunction.RELU))
        .put("Relu6", ElementwiseImporter.unary(UnaryFunction.RELU6))
        .put("Rint", ElementwiseImporter.unary(UnaryFunction.ROUND))
        .put("Round", ElementwiseImporter.unary(UnaryFunction.ROUND))
        .put("Rsqrt", ElementwiseImporter.unary(UnaryFunction.RSQRT))
        .put("Sigmoid", ElementwiseImporter.unary(UnaryFunction.SIGMOID))
        .put("Sign", ElementwiseImporter.unary(UnaryFunction.SIGN))
        .put("Sin", ElementwiseImporter.unary(UnaryFunction.SIN))
        .put("Softplus", ElementwiseImporter.unary(UnaryFunction.SOFTPLUS))
        .put("Softsign", ElementwiseImporter.unary(UnaryFunction.SOFTSIGN))
        .put("Sqrt", ElementwiseImporter.unary(UnaryFunction.SQRT))
        .put("Square", ElementwiseImporter.unary(UnaryFunction.SQUARE))
        .put("Tanh", ElementwiseImporter.unary(UnaryFunction.TANH))
        .buildOrThrow();
  }

  private static ImmutableMap<String, OpImporter> binary() {
    return ImmutableMap.<String, OpImporter>builder()
        .put("Add", ElementwiseImporter.binary(BinaryFunction.ADD))
        .put("AddN", ElementwiseImporter::addAll)
        .put("AddV2", ElementwiseImporter.binary(BinaryFunction.ADD))
        .put("ClipByValue", ElementwiseImporter::clip)
        .put("Div", ElementwiseImporter.binary(BinaryFunction.DIV))
        .put("Equal", ElementwiseImporter.binary(BinaryFunction.EQUAL))
        .put("FloorDiv", ElementwiseImporter::floorDiv)
        .put("FloorMod", ElementwiseImporter.binary(BinaryFunction.MOD))
        .put("Greater", ElementwiseImporter.binary(BinaryFunction.GREATER))
        .put("GreaterEqual", ElementwiseImporter.binary(BinaryFunction.GREATER_EQUAL))
        .put("Less", ElementwiseImporter.binary(BinaryFunction.LESS))
        .put("LessEqual", ElementwiseImporter.binary(BinaryFunction.LESS_EQUAL))
        .put("LogicalAnd", ElementwiseImporter.binary(BinaryFunction.AND))
        .put("LogicalOr", ElementwiseImporter.binary(BinaryFunction.OR))
        .put("Maximum", ElementwiseImporter.binary(BinaryFunction.MAXIMUM))
        .put("Minimum", ElementwiseImporter.binary(BinaryFunction.MINIMUM))
        .put("Mul", ElementwiseImporter.binary(BinaryFunction.MUL))
        .put("NotEqual", ElementwiseImporter.binary(BinaryFunction.NOT_EQUAL))
        .put("Pow", ElementwiseImporter.binary(BinaryFunction.POW))
        .put("RealDiv", ElementwiseImporter.binary(BinaryFunction.DIV))
        .put("SquaredDifference", ElementwiseImporter.binary(BinaryFunction.SQUARED_DIFFERENCE))
        .put("Sub", ElementwiseImporter.binary(BinaryFunction.SUB))
        .put("TruncateDiv", ElementwiseImporter.binary(BinaryFunction.DIV))
        .buildOrThrow();
  }

  private static ImmutableMap<String, OpImporter> windows() {
    return ImmutableMap.<String, OpImporter>builder()
        .put("AvgPool", WindowImporter.pool(Pool2D.Kind.AVERAGE))
        .put("Conv2D", ConvolutionImporter::conv)
        .put("Conv2DBackpropInput", ConvolutionImporter::transposed)
        .put("DepthwiseConv2dNative", ConvolutionImporter::depthwise)
        .put("MaxPool", WindowImporter.pool(Pool2D.Kind.MAX))
        .put("ResizeBilinear", ResizeImporter::bilinear)
        .put("ResizeNearestNeighbor", ResizeImporter::nearest)
        .buildOrThrow();
  }

  private static ImmutableMap<String, OpImporter> statistics() {
    return ImmutableMap.<String, OpImporter>builder()
        .put("BatchMatMul", MatrixImporter::batched)
        .put("BatchMatMulV2", MatrixImporter::batched)
        .put("BiasAdd", NormalizationImporter::biasAdd)
        .put("BiasAddV1", NormalizationImporter::biasAdd)
        .put("FusedBatchNorm", NormalizationImporter::batchNorm)
        .put("FusedBatchNormV2", NormalizationImporter::batchNorm)
        .put("FusedBatchNormV3", NormalizationImporter::batchNorm)
        .put("LRN", NormalizationImporter::localResponseNorm)
        .put("LogSoftmax", NormalizationImporter.softmax(true))
        .put("MatMul", MatrixImporter::matMul)
        .put("Max", ShapeImporter.reduce(Reduce.Function.MAX))
        .put("Mean", ShapeImporter.reduce(Reduce.Function.MEAN))
        .put("Min", ShapeImporter.reduce(Reduce.Function.MIN))
        .put("Prod", ShapeImporter.reduce(Reduce.Function.PROD))
        .put("Softmax", NormalizationImporter.softmax(false))
        .put("Sum", ShapeImporter.reduce(Reduce.Function.SUM))
        .buildOrThrow();
  }

  private static ImmutableMap<String, OpImporter> shapes() {
    return ImmutableMap.<String, OpImporter>builder()
        .put("BroadcastTo", ShapeImporter::broadcast)
        .put("DepthToSpace", ShapeImporter::depthToSpace)
        .put("ExpandDims", ShapeImporter::expandDims)
        .put("Fill", ShapeImporter::fill)
        .put(
            "Range",
            node -> {
              throw node.unsupported("the bounds of a range must be constant integers");
            })
        .put("Rank", ShapeImporter::rank)
        .put("Reshape", ShapeImporter::reshape)
        .put("Shape", ShapeImporter::shape)
        .put("Size", ShapeImporter::size)
        .put("SpaceToDepth", ShapeImporter::spaceToDepth)
        .put("Squeeze", ShapeImporter::squeeze)
        .put("Tile", ShapeImporter::tile)
        .put("Transpose", ShapeImporter::transpose)
        .buildOrThrow();
  }

  private static ImmutableMap<String, OpImporter> pieces() {
    return ImmutableMap.<String, OpImporter>builder()
        .put("Concat", JoinImporter::concat)
        .put("ConcatV2", JoinImporter::concatV2)
        .put("Gather", SliceImporter::gather)
        .put("GatherV2", SliceImporter::gather)
        .put("MirrorPad", SliceImporter::mirrorPad)
        .put("Pack", JoinImporter::pack)
        .put("Pad", SliceImporter::pad)
        .put("PadV2", SliceImporter::pad)
        .put("Slice", SliceImporter::slice)
        .put("Split", JoinImporter::split)
        .put("SplitV", JoinImporter::splitV)
        .put("StridedSlice", SliceImporter::strided)
        .put("Unpack", JoinImporter::unpack)
        .buildOrThrow();
  }
}
