package io.scopegraph.onnx;

import com.google.protobuf.ByteString;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.io.internal.ImportedModel;
import io.scopegraph.io.internal.MessageFile;
import io.scopegraph.onnx.proto.TensorProto;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/// The format's tensors. Their data are taken from the first of: a file beside the model, raw
/// bytes, the list that belongs to the element type.
public final class OnnxTensors {
  private static final int EXTERNAL = 1;

  private final String file;
  private final ExternalData external;

  OnnxTensors(String file, ExternalData external) {
    this.file = file;
    this.external = external;
  }

  /// Reads a file that holds one tensor, such as the inputs and outputs published beside models.
  ///
  /// @throws ModelFormatException if there is no such file or it holds no tensor of a supported
  ///   type
  public static Tensor readFile(Path file) {
    return parse(file.toString(), MessageFile.read(file));
  }

  /// Reads the bytes of such a file.
  ///
  /// @param name stands for the file in errors
  public static Tensor parse(String name, byte[] bytes) {
    TensorProto proto = MessageFile.parse(name, bytes, TensorProto.parser(), "an ONNX tensor");
    return new OnnxTensors(name, new ExternalData(name, null)).read(proto);
  }

  static String describe(TensorProto tensor) {
    return tensor.getName().isEmpty() ? "tensor" : "tensor \"%s\"".formatted(tensor.getName());
  }

  /// The tensor of a message; views of its bytes where the layout allows.
  ///
  /// @throws ModelFormatException if the contents do not fit the dims and the element type
  Tensor read(TensorProto proto) {
    DType dtype = ElementTypes.dtype(proto.getDataType());
    if (dtype == null) {
      throw error(proto, ElementTypes.unsupported(proto.getDataType()));
    }
    TensorSpec spec = new TensorSpec(dtype, shape(proto));
    long bytes = byteSize(proto, spec);
    if (proto.hasSegment()) {
      throw error(proto, "data cut into segments are not supported");
    }
    if (proto.getDataLocation() == EXTERNAL) {
      return Tensor.wrap(spec, external.bytes(proto, bytes));
    }
    if (!proto.getRawData().isEmpty()) {
      return raw(proto, spec, bytes);
    }
    return typed(proto, spec);
  }

  private Shape shape(TensorProto proto) {
    if (proto.getDimsCount() > ImportedModel.MAX_RANK) {
      throw error(proto, "rank %d is not supported".formatted(proto.getDimsCount()));
    }
    long[] dims = new long[proto.getDimsCount()];
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = proto.getDims(axis);
      if (dims[axis] < 0) {
        throw error(proto, "dim %d is negative: %d".formatted(axis, dims[axis]));
      }
    }
    return Shape.of(dims);
  }

  private long byteSize(TensorProto proto, TensorSpec spec) {
    try {
      return spec.byteSize();
    } catch (ArithmeticException e) {
      throw ModelFormatException.in(
          file, describe(proto), "the size of %s exceeds 63 bits".formatted(spec), e);
    }
  }

  private Tensor raw(TensorProto proto, TensorSpec spec, long bytes) {
    ByteString data = proto.getRawData();
    if (data.size() != bytes) {
      throw error(
          proto, "%s needs %d bytes of raw data, found %d".formatted(spec, bytes, data.size()));
    }
    return Tensor.wrap(spec, MemorySegment.ofBuffer(data.asReadOnlyByteBuffer())).asReadOnly();
  }

  private Tensor typed(TensorProto proto, TensorSpec spec) {
    int given =
        switch (spec.dtype()) {
          case FLOAT32 -> proto.getFloatDataCount();
          case FLOAT64 -> proto.getDoubleDataCount();
          case INT64 -> proto.getInt64DataCount();
          case INT8, UINT8, INT16, UINT16, INT32, BOOL, FLOAT16, BFLOAT16 ->
              proto.getInt32DataCount();
          case UINT32, COMPLEX64, COMPLEX128, STRING ->
              throw error(proto, "elements of %s are not supported".formatted(spec.dtype()));
        };
    if (given != spec.shape().elementCount()) {
      throw error(
          proto,
          "%s needs %d elements, found %d".formatted(spec, spec.shape().elementCount(), given));
    }
    Tensor tensor = Tensor.allocate(spec);
    for (int i = 0; i < given; i++) {
      switch (spec.dtype()) {
        case FLOAT32 ->
            tensor.segment().set(ValueLayout.JAVA_FLOAT_UNALIGNED, 4L * i, proto.getFloatData(i));
        case FLOAT64 -> tensor.setDouble(i, proto.getDoubleData(i));
        case INT64 -> tensor.setLong(i, proto.getInt64Data(i));
        case INT8, UINT8, INT16, UINT16, INT32, BOOL -> tensor.setLong(i, proto.getInt32Data(i));
        case UINT32, COMPLEX64, COMPLEX128, STRING -> {}
        case FLOAT16, BFLOAT16 ->
            tensor
                .segment()
                .set(ValueLayout.JAVA_SHORT_UNALIGNED, 2L * i, (short) proto.getInt32Data(i));
      }
    }
    return tensor.asReadOnly();
  }

  private ModelFormatException error(TensorProto proto, String problem) {
    return ModelFormatException.in(file, describe(proto), problem);
  }
}
