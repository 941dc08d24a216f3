package io.scopegraph.tensorflow;

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

/// By what each of our ops is exported.
final class OpExporters {
  private OpExporters() {}

  /// Adds the nodes that stand for a node of ours.
  ///
  /// @throws io.scopegraph.io.internal.UnsupportedFormException if TensorFlow has no such form
  static void export(NodeExport node, GraphDefExportOptions options) {
    switch (node.node().op()) {
      case BatchNorm op -> NormalizationExport.batchNorm(node, op);
      case BiasAdd op -> NormalizationExport.biasAdd(node, op);
      case Binary op -> ElementwiseExport.binary(node, op);
      case Cast op -> ElementwiseExport.cast(node, op);
      case Concat op -> SliceExport.concat(node, op);
      case Constant op -> VariableExport.constant(node, op.value());
      case ConstantOfShape op -> ShapeExport.constantOfShape(node, op);
      case Conv2D op -> ConvolutionExport.conv(node, op);
      case ConvChain _ -> throw new IllegalStateException("chains are taken apart before");
      case ConvTranspose2D op -> ConvolutionExport.convTranspose(node, op);
      case ElementWise op -> ElementWiseProgramExport.export(node, op);
      case Expand _ -> ShapeExport.expand(node);
      case Flatten op -> ShapeExport.flatten(node, op);
      case Gather op -> SliceExport.gather(node, op);
      case Gemm op -> MatrixExport.gemm(node, op);
      case LocalResponseNorm op -> NormalizationExport.localResponseNorm(node, op);
      case MatMul op -> MatrixExport.matMul(node, op);
      case Pad op -> SliceExport.pad(node, op);
      case Placeholder _ -> VariableExport.placeholder(node);
      case Pool2D op -> PoolExport.pool(node, op);
      case Reduce op -> ShapeExport.reduce(node, op);
      case Reshape op -> ShapeExport.reshape(node, op);
      case Resize op -> ResizeExport.resize(node, op);
      case ShapeOp op -> ShapeExport.shape(node, op);
      case Slice _ -> SliceExport.slice(node);
      case Softmax op -> NormalizationExport.softmax(node, op);
      case Split op -> SliceExport.split(node, op);
      case Squeeze op -> ShapeExport.squeeze(node, op);
      case Transpose op -> LayoutExport.transpose(node, op);
      case Unary op -> ElementwiseExport.unary(node.scope(), op, node.input(0), node.output());
      case Unsqueeze op -> ShapeExport.unsqueeze(node, op);
      case VariableOp op -> variable(node, op, options);
    }
  }

  private static void variable(NodeExport node, VariableOp op, GraphDefExportOptions options) {
    if (options.frozen()) {
      VariableExport.frozen(node, op, options.values());
    } else {
      VariableExport.variable(node, op);
    }
  }
}
