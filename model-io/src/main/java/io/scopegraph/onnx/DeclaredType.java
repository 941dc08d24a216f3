package io.scopegraph.onnx;

import io.scopegraph.io.internal.ImportedModel;
import io.scopegraph.onnx.proto.TensorShapeProto;
import io.scopegraph.onnx.proto.TypeProto;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The type that a model declares for an input.
final class DeclaredType {
  private DeclaredType() {}

  /// Why a value of the type cannot be fed; null if it can.
  static @Nullable String problem(TypeProto type) {
    if (!type.hasTensorType()) {
      return "only tensors are supported, not sequences, maps or optional values";
    }
    TypeProto.Tensor tensor = type.getTensorType();
    if (ElementTypes.dtype(tensor.getElemType()) == null) {
      return ElementTypes.unsupported(tensor.getElemType());
    }
    int rank = tensor.getShape().getDimCount();
    return rank > ImportedModel.MAX_RANK ? "rank %d is not supported".formatted(rank) : null;
  }

  /// The spec of a type without a problem. Symbols, 0 and negative numbers are unknown dims.
  static TensorSpec spec(TypeProto type) {
    TypeProto.Tensor tensor = type.getTensorType();
    DType dtype = Objects.requireNonNull(ElementTypes.dtype(tensor.getElemType()));
    if (!tensor.hasShape()) {
      return new TensorSpec(dtype, Shape.unknownRank());
    }
    long[] dims = tensor.getShape().getDimList().stream().mapToLong(DeclaredType::extent).toArray();
    return new TensorSpec(dtype, Shape.of(dims));
  }

  private static long extent(TensorShapeProto.Dimension dim) {
    return dim.hasDimValue() && dim.getDimValue() > 0 ? dim.getDimValue() : Shape.UNKNOWN;
  }
}
