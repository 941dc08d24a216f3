package io.scopegraph.drawing;

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
import io.scopegraph.op.Op;
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
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.op.Unsqueeze;
import io.scopegraph.op.VariableOp;

/// What a node is about, which gives it its colour.
public enum OpKind {
  CONVOLUTION("convolution", "#cfe2f8", "#2b6cb0"),
  MATRIX("matrix product", "#d9d7f5", "#5a50b8"),
  ACTIVATION("activation", "#fde0c2", "#c2620c"),
  POOLING("pooling, reduction", "#cdeee6", "#1f8a70"),
  NORMALISATION("normalisation", "#ecdcf6", "#8a46b4"),
  ELEMENTWISE("element-wise", "#f8f0bf", "#8f8206"),
  LAYOUT("shape, layout", "#e4e8ed", "#64748b"),
  VARIABLE("variable", "#dcf0c8", "#55881c"),
  CONSTANT("constant", "#f4f4f4", "#8c8c8c"),
  PLACEHOLDER("placeholder", "#ffffff", "#111827"),
  OUTPUT("output", "#fbd5dc", "#be2f4d");

  private final String label;
  private final String fill;
  private final String stroke;

  OpKind(String label, String fill, String stroke) {
    this.label = label;
    this.fill = fill;
    this.stroke = stroke;
  }

  /// The name in the legend.
  public String label() {
    return label;
  }

  /// The colour of the box, `#rrggbb`; dark text is readable on it.
  public String fill() {
    return fill;
  }

  /// The colour of the box's border, `#rrggbb`.
  public String stroke() {
    return stroke;
  }

  /// True for what holds or passes data in and out; its boxes have round ends.
  public boolean isRound() {
    return switch (this) {
      case OUTPUT, PLACEHOLDER, VARIABLE -> true;
      case ACTIVATION, CONSTANT, CONVOLUTION, ELEMENTWISE, LAYOUT, MATRIX -> false;
      case NORMALISATION, POOLING -> false;
    };
  }

  /// The kind of an op.
  public static OpKind of(Op op) {
    return switch (op) {
      case Conv2D _, ConvChain _, ConvTranspose2D _ -> CONVOLUTION;
      case Gemm _, MatMul _ -> MATRIX;
      case Softmax _ -> ACTIVATION;
      case Unary unary -> of(unary.function());
      case Pool2D _, Reduce _ -> POOLING;
      case BatchNorm _, LocalResponseNorm _ -> NORMALISATION;
      case BiasAdd _, Binary _, ElementWise _ -> ELEMENTWISE;
      case Cast _, Concat _, ConstantOfShape _, Expand _, Flatten _, Gather _, Pad _ -> LAYOUT;
      case Reshape _, Resize _, ShapeOp _, Slice _, Split _, Squeeze _, Transpose _ -> LAYOUT;
      case Unsqueeze _ -> LAYOUT;
      case VariableOp _ -> VARIABLE;
      case Constant _ -> CONSTANT;
      case Placeholder _ -> PLACEHOLDER;
    };
  }

  private static OpKind of(UnaryFunction function) {
    return switch (function) {
      case ELU, HARD_SIGMOID, HARD_SWISH, LEAKY_RELU, RELU, RELU6, SIGMOID -> ACTIVATION;
      case SOFTPLUS, SOFTSIGN, SWISH, TANH -> ACTIVATION;
      case IDENTITY -> LAYOUT;
      case ABS, CEIL, CLIP, COS, ERF, EXP, FLOOR, LOG, NEG, NOT, RECIPROCAL -> ELEMENTWISE;
      case ROUND, RSQRT, SIGN, SIN, SQRT, SQUARE -> ELEMENTWISE;
    };
  }
}
