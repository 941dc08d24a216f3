package io.scopegraph.benchmarks.network;

import com.google.protobuf.ByteString;
import io.scopegraph.onnx.proto.AttributeProto;
import io.scopegraph.onnx.proto.NodeProto;
import io.scopegraph.onnx.proto.TensorProto;
import io.scopegraph.onnx.proto.TensorShapeProto;
import io.scopegraph.onnx.proto.TypeProto;
import io.scopegraph.onnx.proto.ValueInfoProto;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Size2;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Attributes and tensors in ONNX's form.
final class OnnxParts {
  private static final int FLOAT = 1;
  private static final int INTEGER_ATTRIBUTE = 2;
  private static final int INTEGERS_ATTRIBUTE = 7;

  private OnnxParts() {}

  static AttributeProto of(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(INTEGER_ATTRIBUTE).setI(value).build();
  }

  static AttributeProto of(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(INTEGERS_ATTRIBUTE);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }

  /// The attributes of a convolution.
  static void addWindow(
      NodeProto.Builder node,
      Shape filter,
      Size2 strides,
      Size2 dilations,
      Padding padding,
      int groups) {
    Size2 kernel = new Size2(Math.toIntExact(filter.dim(0)), Math.toIntExact(filter.dim(1)));
    addWindow(node, kernel, strides, dilations, padding);
    node.addAttribute(of("group", groups));
  }

  /// The attributes that convolutions and pooling have in common.
  ///
  /// @throws IllegalArgumentException if the padding depends on the input's extents
  static void addWindow(
      NodeProto.Builder node, Size2 kernel, Size2 strides, Size2 dilations, Padding padding) {
    if (padding.kind() != Padding.Kind.EXPLICIT && padding.kind() != Padding.Kind.VALID) {
      throw new IllegalArgumentException("Padding must be given in cells, found " + padding);
    }
    node.addAttribute(of("kernel_shape", kernel.height(), kernel.width()))
        .addAttribute(of("strides", strides.height(), strides.width()))
        .addAttribute(of("dilations", dilations.height(), dilations.width()))
        .addAttribute(of("pads", padding.top(), padding.left(), padding.bottom(), padding.right()));
  }

  static TensorProto tensor(String name, Tensor values) {
    return tensor(name, values.shape().dims(), values.toFloatArray());
  }

  /// A filter (height, width, in, out) as (out, in, height, width).
  static TensorProto filter(String name, Tensor values) {
    long[] dims = values.shape().dims();
    int cells = Math.toIntExact(dims[0] * dims[1]);
    int inputs = Math.toIntExact(dims[2]);
    int outputs = Math.toIntExact(dims[3]);
    float[] from = values.toFloatArray();
    float[] to = new float[from.length];
    for (int cell = 0; cell < cells; cell++) {
      for (int in = 0; in < inputs; in++) {
        for (int out = 0; out < outputs; out++) {
          to[(out * inputs + in) * cells + cell] = from[(cell * inputs + in) * outputs + out];
        }
      }
    }
    return tensor(name, new long[] {outputs, inputs, dims[0], dims[1]}, to);
  }

  private static TensorProto tensor(String name, long[] dims, float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(FLOAT)
            .setRawData(ByteString.copyFrom(bytes));
    for (long dim : dims) {
      tensor.addDims(dim);
    }
    return tensor.build();
  }

  static ValueInfoProto info(String name, Shape shape) {
    TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
    for (long dim : shape.dims()) {
      dims.addDimBuilder().setDimValue(dim);
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(FLOAT).setShape(dims).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}
