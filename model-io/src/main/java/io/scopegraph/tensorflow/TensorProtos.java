package io.scopegraph.tensorflow;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import io.scopegraph.tensorflow.proto.TensorProto;
import io.scopegraph.tensorflow.proto.TensorShapeProto;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Tensors and shapes as messages, in the forms that TensorFlow itself writes: raw bytes for
/// numbers from two elements on, a list for a single one and for bools.
final class TensorProtos {
  private TensorProtos() {}

  static TensorShapeProto shape(Shape shape) {
    TensorShapeProto.Builder proto = TensorShapeProto.newBuilder();
    if (!shape.isRankKnown()) {
      return proto.setUnknownRank(true).build();
    }
    for (long dim : shape.dims()) {
      proto.addDim(TensorShapeProto.Dim.newBuilder().setSize(dim));
    }
    return proto.build();
  }

  static TensorProto of(Tensor tensor) {
    TensorProto.Builder proto = header(tensor.spec());
    long elements = tensor.elementCount();
    if (tensor.dtype() == DType.BOOL) {
      for (long i = 0; i < elements; i++) {
        proto.addBoolVal(tensor.getLong(i) != 0);
      }
      return proto.build();
    }
    if (elements > 1) {
      return proto.setTensorContent(bytes(tensor)).build();
    }
    return elements == 0 ? proto.build() : addFirst(proto, tensor).build();
  }

  /// A tensor with all elements equal, in the form of one element; strings are empty.
  static TensorProto filled(TensorSpec spec, double value) {
    TensorProto.Builder proto = header(spec);
    if (spec.shape().elementCount() == 0) {
      return proto.build();
    }
    if (spec.dtype() == DType.STRING) {
      return proto.addStringVal(ByteString.EMPTY).build();
    }
    return addFirst(proto, Tensor.filled(spec.withShape(Shape.scalar()), value)).build();
  }

  private static TensorProto.Builder header(TensorSpec spec) {
    return TensorProto.newBuilder()
        .setDtype(ElementTypes.of(spec.dtype()))
        .setTensorShape(shape(spec.shape()));
  }

  /// Appends the first element to the list of its type.
  private static TensorProto.Builder addFirst(TensorProto.Builder proto, Tensor tensor) {
    return switch (tensor.dtype()) {
      case FLOAT32 -> proto.addFloatVal(tensor.getFloat(0));
      case FLOAT64 -> proto.addDoubleVal(tensor.getDouble(0));
      case INT64 -> proto.addInt64Val(tensor.getLong(0));
      case UINT32 -> proto.addUint32Val((int) tensor.getLong(0));
      case BOOL -> proto.addBoolVal(tensor.getLong(0) != 0);
      case COMPLEX64 ->
          proto
              .addScomplexVal(tensor.segment().get(ValueLayout.JAVA_FLOAT_UNALIGNED, 0))
              .addScomplexVal(tensor.segment().get(ValueLayout.JAVA_FLOAT_UNALIGNED, 4));
      case COMPLEX128 ->
          proto
              .addDcomplexVal(tensor.segment().get(ValueLayout.JAVA_DOUBLE_UNALIGNED, 0))
              .addDcomplexVal(tensor.segment().get(ValueLayout.JAVA_DOUBLE_UNALIGNED, 8));
      case STRING -> throw new IllegalArgumentException("a tensor of strings");
      case INT8, UINT8, INT16, UINT16, INT32 -> proto.addIntVal((int) tensor.getLong(0));
      case FLOAT16, BFLOAT16 ->
          proto.addHalfVal(tensor.segment().get(ValueLayout.JAVA_SHORT_UNALIGNED, 0) & 0xFFFF);
    };
  }

  /// A copy of the elements; a graph may be kept longer than the memory of its constants.
  private static ByteString bytes(Tensor tensor) {
    byte[] copy = new byte[Math.toIntExact(tensor.byteSize())];
    MemorySegment.ofArray(copy).copyFrom(tensor.segment());
    return UnsafeByteOperations.unsafeWrap(copy);
  }
}
