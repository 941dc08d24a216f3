package io.scopegraph.tensorflow;

import com.google.protobuf.ByteString;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.io.internal.ImportedModel;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import io.scopegraph.tensorflow.proto.TensorProto;
import io.scopegraph.tensorflow.proto.TensorShapeProto;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Tensor messages to tensors. A message may give fewer elements than the tensor has; the last one
/// given, or else zero, stands for the rest.
final class TensorReader {
  /// The bytes that all tensors of a file together may have beyond those that the file spells out.
  private static final long MAX_REPEATED = 64L << 20;

  private final String file;
  private long repeated;

  TensorReader(String file) {
    this.file = file;
  }

  /// What a message stands for.
  sealed interface Contents {}

  /// All elements.
  record Dense(Tensor tensor) implements Contents {}

  /// One element, which is all of them.
  record Uniform(TensorSpec spec, Tensor element) implements Contents {}

  /// @param where the tensor in the words of an error
  /// @throws ModelFormatException if the contents do not fit the dims and the element type
  Contents read(TensorProto proto, String where) {
    DType dtype = ElementTypes.dtype(proto.getDtypeValue());
    if (dtype == null) {
      throw error(where, ElementTypes.unsupported(proto.getDtypeValue()));
    }
    TensorSpec spec = new TensorSpec(dtype, shape(proto, where));
    long bytes = byteSize(spec, where);
    if (!proto.getTensorContent().isEmpty()) {
      return new Dense(raw(proto, spec, bytes, where));
    }
    long elements = spec.shape().elementCount();
    int given = count(proto, dtype);
    if (given > elements) {
      throw error(where, "%s has %d elements, found %d".formatted(spec, elements, given));
    }
    if (given <= 1 && elements > 1) {
      Tensor element = Tensor.allocate(spec.withShape(Shape.scalar()));
      if (given == 1) {
        set(element, 0, proto, 0);
      }
      return new Uniform(spec, element.asReadOnly());
    }
    long missing = Math.multiplyExact(elements - given, (long) dtype.byteSize());
    reserve(missing, where);
    return new Dense(typed(proto, spec, given));
  }

  /// All elements of a message.
  Tensor readAll(TensorProto proto, String where) {
    return switch (read(proto, where)) {
      case Dense(Tensor tensor) -> tensor;
      case Uniform uniform -> expand(uniform, where);
    };
  }

  /// Whether a uniform tensor may be spelled out.
  boolean isSmall(Uniform uniform) {
    return uniform.spec().byteSize() <= (MAX_REPEATED - repeated) / 16;
  }

  Tensor expand(Uniform uniform, String where) {
    TensorSpec spec = uniform.spec();
    reserve(spec.byteSize(), where);
    Tensor tensor = Tensor.allocate(spec);
    int size = spec.dtype().byteSize();
    for (long i = 0; i < tensor.elementCount(); i++) {
      MemorySegment.copy(uniform.element().segment(), 0, tensor.segment(), i * size, size);
    }
    return tensor.asReadOnly();
  }

  private void reserve(long bytes, String where) {
    if (bytes > MAX_REPEATED - repeated) {
      throw error(
          where, "%,d bytes that the file does not spell out are too many".formatted(bytes));
    }
    repeated += bytes;
  }

  private Shape shape(TensorProto proto, String where) {
    TensorShapeProto shape = proto.getTensorShape();
    if (shape.getUnknownRank() || shape.getDimCount() > ImportedModel.MAX_RANK) {
      throw error(
          where,
          shape.getUnknownRank()
              ? "its shape is unknown"
              : "rank %d is not supported".formatted(shape.getDimCount()));
    }
    long[] dims = new long[shape.getDimCount()];
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = shape.getDim(axis).getSize();
      if (dims[axis] < 0) {
        throw error(where, "dim %d is negative: %d".formatted(axis, dims[axis]));
      }
    }
    return Shape.of(dims);
  }

  private long byteSize(TensorSpec spec, String where) {
    try {
      return spec.byteSize();
    } catch (ArithmeticException e) {
      throw ModelFormatException.in(
          file, where, "the size of %s exceeds 63 bits".formatted(spec), e);
    }
  }

  private Tensor raw(TensorProto proto, TensorSpec spec, long bytes, String where) {
    ByteString data = proto.getTensorContent();
    if (data.size() != bytes) {
      throw error(where, "%s needs %d bytes, found %d".formatted(spec, bytes, data.size()));
    }
    return Tensor.wrap(spec, MemorySegment.ofBuffer(data.asReadOnlyByteBuffer())).asReadOnly();
  }

  private static int count(TensorProto proto, DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> proto.getFloatValCount();
      case FLOAT64 -> proto.getDoubleValCount();
      case INT64 -> proto.getInt64ValCount();
      case BOOL -> proto.getBoolValCount();
      case INT8, UINT8, INT16, UINT16, INT32 -> proto.getIntValCount();
      case UINT32 -> proto.getUint32ValCount();
      case COMPLEX64, COMPLEX128, STRING -> throw new IllegalArgumentException(dtype.toString());
      case FLOAT16, BFLOAT16 -> proto.getHalfValCount();
    };
  }

  private static Tensor typed(TensorProto proto, TensorSpec spec, int given) {
    Tensor tensor = Tensor.allocate(spec);
    for (long i = 0; given > 0 && i < tensor.elementCount(); i++) {
      set(tensor, i, proto, (int) Math.min(i, given - 1));
    }
    return tensor.asReadOnly();
  }

  private static void set(Tensor tensor, long at, TensorProto proto, int from) {
    switch (tensor.dtype()) {
      case FLOAT32 ->
          tensor.segment().set(ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * at, proto.getFloatVal(from));
      case FLOAT64 -> tensor.setDouble(at, proto.getDoubleVal(from));
      case INT64 -> tensor.setLong(at, proto.getInt64Val(from));
      case BOOL -> tensor.setLong(at, proto.getBoolVal(from) ? 1 : 0);
      case INT8, UINT8, INT16, UINT16, INT32 -> tensor.setLong(at, proto.getIntVal(from));
      case UINT32 -> tensor.setLong(at, proto.getUint32Val(from));
      case COMPLEX64, COMPLEX128, STRING ->
          throw new IllegalArgumentException(tensor.spec().toString());
      case FLOAT16, BFLOAT16 ->
          tensor
              .segment()
              .set(ValueLayout.JAVA_SHORT_UNALIGNED, 2 * at, (short) proto.getHalfVal(from));
    }
  }

  private ModelFormatException error(String where, String problem) {
    return ModelFormatException.in(file, where, problem);
  }
}
