package io.scopegraph.cuda.dnn;

import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_CONVOLUTION_COMP_TYPE;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_CONVOLUTION_CONV_MODE;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_CONVOLUTION_DILATIONS;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_CONVOLUTION_FILTER_STRIDES;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_CONVOLUTION_POST_PADDINGS;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_CONVOLUTION_PRE_PADDINGS;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_CONVOLUTION_SPATIAL_DIMS;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_OPERATIONGRAPH_HANDLE;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_OPERATIONGRAPH_OPS;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_ALPHA;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_BETA;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_CONV_DESC;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_W;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_X;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_Y;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_POINTWISE_BDESC;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_POINTWISE_PW_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_POINTWISE_XDESC;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_POINTWISE_YDESC;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_POINTWISE_MATH_PREC;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_POINTWISE_MODE;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_POINTWISE_NAN_PROPAGATION;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_TENSOR_BYTE_ALIGNMENT;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_TENSOR_DATA_TYPE;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_TENSOR_DIMENSIONS;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_TENSOR_IS_VIRTUAL;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_TENSOR_STRIDES;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_TENSOR_UNIQUE_ID;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_CONVOLUTION_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_OPERATIONGRAPH_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_OPERATION_CONVOLUTION_FORWARD_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_OPERATION_POINTWISE_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_POINTWISE_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_TENSOR_DESCRIPTOR;

import java.util.ArrayList;
import java.util.List;
import jcuda.jcudnn.cudnnBackendAttributeType;
import jcuda.jcudnn.cudnnPointwiseMode;

/// A [GraphRequest] as cuDNN's graph API has it: a convolution, and up to three operations on each
/// of its results.
final class OperationGraph implements AutoCloseable {
  static final long IMAGES = 1;
  static final long FILTER = 2;
  static final long BIAS = 3;
  static final long RESIDUAL = 4;
  static final long RESULTS = 5;

  private static final int CROSS_CORRELATION = 1;
  private static final int NAN_STAYS = 1;
  private static final int FLOAT32 = 0;

  private final DescriptorSet descriptors = new DescriptorSet();
  private final GraphRequest request;
  private final GraphOperands operands;
  private final ConvolutionShape shape;
  private final List<BackendDescriptor> operations = new ArrayList<>();
  private final BackendDescriptor graph;

  /// @throws io.scopegraph.cuda.driver.CudaException if cuDNN takes no such graph
  OperationGraph(NativeHandle handle, GraphRequest request, GraphOperands operands) {
    this.request = request;
    this.operands = operands;
    this.shape = request.shape();
    try {
      describe();
      this.graph =
          descriptors
              .create(CUDNN_BACKEND_OPERATIONGRAPH_DESCRIPTOR)
              .handle(CUDNN_ATTR_OPERATIONGRAPH_HANDLE, handle)
              .descriptors(CUDNN_ATTR_OPERATIONGRAPH_OPS, operations)
              .complete();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  BackendDescriptor graph() {
    return graph;
  }

  private void describe() {
    BackendDescriptor value = next();
    convolve(value);
    if (request.bias()) {
      BackendDescriptor bias =
          tensor(BIAS, Layout.of(shape.format(), 1, shape.outChannels(), 1, 1, 0), operands.bias());
      value = add(value, bias);
    }
    if (request.residual()) {
      value = add(value, tensor(RESIDUAL, results(operands.residual()), operands.residual()));
    }
    if (request.activation() != null) {
      activate(value, request.activation());
    }
  }

  private void convolve(BackendDescriptor y) {
    BackendDescriptor x =
        tensor(
            IMAGES,
            Layout.of(
                shape.format(),
                shape.batch(),
                shape.channels(),
                shape.height(),
                shape.width(),
                operands.x().pitch()),
            operands.x());
    BackendDescriptor filter =
        tensor(
            FILTER,
            Layout.of(
                shape.format(),
                shape.outChannels(),
                shape.channels() / shape.groups(),
                shape.kernelHeight(),
                shape.kernelWidth(),
                0),
            operands.filter());
    operations.add(
        descriptors
            .create(CUDNN_BACKEND_OPERATION_CONVOLUTION_FORWARD_DESCRIPTOR)
            .descriptor(CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_CONV_DESC, windows())
            .descriptor(CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_X, x)
            .descriptor(CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_W, filter)
            .descriptor(CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_Y, y)
            .factor(CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_ALPHA, 1)
            .factor(CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_BETA, 0)
            .complete());
  }

  private BackendDescriptor windows() {
    return descriptors
        .create(CUDNN_BACKEND_CONVOLUTION_DESCRIPTOR)
        .choice(
            CUDNN_ATTR_CONVOLUTION_COMP_TYPE,
            cudnnBackendAttributeType.CUDNN_TYPE_DATA_TYPE,
            FLOAT32)
        .choice(
            CUDNN_ATTR_CONVOLUTION_CONV_MODE,
            cudnnBackendAttributeType.CUDNN_TYPE_CONVOLUTION_MODE,
            CROSS_CORRELATION)
        .numbers(CUDNN_ATTR_CONVOLUTION_SPATIAL_DIMS, 2)
        .numbers(CUDNN_ATTR_CONVOLUTION_PRE_PADDINGS, shape.top(), shape.left())
        .numbers(
            CUDNN_ATTR_CONVOLUTION_POST_PADDINGS,
            Math.max(0, shape.bottom()),
            Math.max(0, shape.right()))
        .numbers(CUDNN_ATTR_CONVOLUTION_FILTER_STRIDES, shape.strideHeight(), shape.strideWidth())
        .numbers(CUDNN_ATTR_CONVOLUTION_DILATIONS, shape.dilationHeight(), shape.dilationWidth())
        .complete();
  }

  private BackendDescriptor add(BackendDescriptor value, BackendDescriptor other) {
    BackendDescriptor sum = next();
    BackendDescriptor function = pointwise(cudnnPointwiseMode.CUDNN_POINTWISE_ADD).complete();
    operations.add(
        descriptors
            .create(CUDNN_BACKEND_OPERATION_POINTWISE_DESCRIPTOR)
            .descriptor(CUDNN_ATTR_OPERATION_POINTWISE_PW_DESCRIPTOR, function)
            .descriptor(CUDNN_ATTR_OPERATION_POINTWISE_XDESC, value)
            .descriptor(CUDNN_ATTR_OPERATION_POINTWISE_BDESC, other)
            .descriptor(CUDNN_ATTR_OPERATION_POINTWISE_YDESC, sum)
            .complete());
    return sum;
  }

  private void activate(BackendDescriptor value, Pointwise activation) {
    BackendDescriptor function = pointwise(activation.mode());
    if (activation.isRelu()) {
      function.choice(
          CUDNN_ATTR_POINTWISE_NAN_PROPAGATION,
          cudnnBackendAttributeType.CUDNN_TYPE_NAN_PROPOGATION,
          NAN_STAYS);
    }
    activation.parameters().forEach(function::parameter);
    function.complete();
    operations.add(
        descriptors
            .create(CUDNN_BACKEND_OPERATION_POINTWISE_DESCRIPTOR)
            .descriptor(CUDNN_ATTR_OPERATION_POINTWISE_PW_DESCRIPTOR, function)
            .descriptor(CUDNN_ATTR_OPERATION_POINTWISE_XDESC, value)
            .descriptor(CUDNN_ATTR_OPERATION_POINTWISE_YDESC, next())
            .complete());
  }

  private BackendDescriptor pointwise(int mode) {
    return descriptors
        .create(CUDNN_BACKEND_POINTWISE_DESCRIPTOR)
        .choice(
            CUDNN_ATTR_POINTWISE_MODE, cudnnBackendAttributeType.CUDNN_TYPE_POINTWISE_MODE, mode)
        .choice(
            CUDNN_ATTR_POINTWISE_MATH_PREC,
            cudnnBackendAttributeType.CUDNN_TYPE_DATA_TYPE,
            FLOAT32);
  }

  /// Where the next operation writes: the results if it is the last one, else no memory at all.
  private BackendDescriptor next() {
    if (operations.size() == request.steps()) {
      return tensor(RESULTS, results(operands.y()), operands.y());
    }
    return tensor(
            RESULTS + 1 + operations.size(),
            results(GraphOperands.Operand.ANY),
            FLOAT32,
            GraphOperands.Operand.ANY.alignment())
        .truth(CUDNN_ATTR_TENSOR_IS_VIRTUAL, true)
        .complete();
  }

  private Layout results(GraphOperands.Operand operand) {
    return Layout.of(
        shape.format(),
        shape.batch(),
        shape.outChannels(),
        shape.outHeight(),
        shape.outWidth(),
        operand.pitch());
  }

  private BackendDescriptor tensor(long id, Layout layout, GraphOperands.Operand operand) {
    return tensor(id, layout, request.arithmetic().element(), operand.alignment()).complete();
  }

  private BackendDescriptor tensor(long id, Layout layout, int element, long alignment) {
    return descriptors
        .create(CUDNN_BACKEND_TENSOR_DESCRIPTOR)
        .numbers(CUDNN_ATTR_TENSOR_UNIQUE_ID, id)
        .choice(
            CUDNN_ATTR_TENSOR_DATA_TYPE, cudnnBackendAttributeType.CUDNN_TYPE_DATA_TYPE, element)
        .numbers(CUDNN_ATTR_TENSOR_BYTE_ALIGNMENT, alignment)
        .numbers(
            CUDNN_ATTR_TENSOR_DIMENSIONS,
            layout.batch(),
            layout.channels(),
            layout.height(),
            layout.width())
        .numbers(
            CUDNN_ATTR_TENSOR_STRIDES,
            layout.batchStride(),
            layout.channelStride(),
            layout.heightStride(),
            layout.widthStride());
  }

  @Override
  public void close() {
    descriptors.close();
  }
}
