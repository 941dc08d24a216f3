package io.scopegraph.cuda.dnn;

import io.scopegraph.op.DataFormat;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnConvolutionDescriptor;
import jcuda.jcudnn.cudnnFilterDescriptor;
import jcuda.jcudnn.cudnnTensorDescriptor;

/// What cuDNN has to know of a convolution.
final class ConvolutionDescriptors implements AutoCloseable {
  private static final int CROSS_CORRELATION = 1;
  private static final int NCHW = 0;
  private static final int NHWC = 1;

  private final cudnnTensorDescriptor images = new cudnnTensorDescriptor();
  private final cudnnTensorDescriptor results = new cudnnTensorDescriptor();
  private final cudnnFilterDescriptor filter = new cudnnFilterDescriptor();
  private final cudnnConvolutionDescriptor convolution = new cudnnConvolutionDescriptor();

  /// @param imagePitch elements from one run along the last axis to the next, 0 for none between
  ///   them
  /// @param resultPitch the same of the results
  /// @throws io.scopegraph.cuda.driver.CudaException if cuDNN takes no such convolution
  ConvolutionDescriptors(
      ConvolutionShape shape,
      DnnArithmetic arithmetic,
      int mathType,
      long imagePitch,
      long resultPitch) {
    boolean last = shape.format() == DataFormat.NHWC;
    create();
    try {
      DnnStatus.check(
          "cudnnSetTensor4dDescriptorEx",
          Layout.of(
                  shape.format(),
                  shape.batch(),
                  shape.channels(),
                  shape.height(),
                  shape.width(),
                  imagePitch)
              .describe(images, arithmetic.element()));
      DnnStatus.check(
          "cudnnSetTensor4dDescriptorEx",
          Layout.of(
                  shape.format(),
                  shape.batch(),
                  shape.outChannels(),
                  shape.outHeight(),
                  shape.outWidth(),
                  resultPitch)
              .describe(results, arithmetic.element()));
      DnnStatus.check(
          "cudnnSetFilter4dDescriptor",
          JCudnn.cudnnSetFilter4dDescriptor(
              filter,
              arithmetic.element(),
              last ? NHWC : NCHW,
              shape.outChannels(),
              shape.channels() / shape.groups(),
              shape.kernelHeight(),
              shape.kernelWidth()));
      describe(shape, arithmetic, mathType);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void create() {
    DnnStatus.check("cudnnCreateTensorDescriptor", JCudnn.cudnnCreateTensorDescriptor(images));
    DnnStatus.check("cudnnCreateTensorDescriptor", JCudnn.cudnnCreateTensorDescriptor(results));
    DnnStatus.check("cudnnCreateFilterDescriptor", JCudnn.cudnnCreateFilterDescriptor(filter));
    DnnStatus.check(
        "cudnnCreateConvolutionDescriptor", JCudnn.cudnnCreateConvolutionDescriptor(convolution));
  }

  private void describe(ConvolutionShape shape, DnnArithmetic arithmetic, int mathType) {
    DnnStatus.check(
        "cudnnSetConvolution2dDescriptor",
        JCudnn.cudnnSetConvolution2dDescriptor(
            convolution,
            shape.top(),
            shape.left(),
            shape.strideHeight(),
            shape.strideWidth(),
            shape.dilationHeight(),
            shape.dilationWidth(),
            CROSS_CORRELATION,
            arithmetic.sum()));
    DnnStatus.check(
        "cudnnSetConvolutionGroupCount",
        JCudnn.cudnnSetConvolutionGroupCount(convolution, shape.groups()));
    setMathType(mathType);
  }

  void setMathType(int mathType) {
    DnnStatus.check(
        "cudnnSetConvolutionMathType", JCudnn.cudnnSetConvolutionMathType(convolution, mathType));
  }

  cudnnTensorDescriptor images() {
    return images;
  }

  cudnnTensorDescriptor results() {
    return results;
  }

  cudnnFilterDescriptor filter() {
    return filter;
  }

  cudnnConvolutionDescriptor convolution() {
    return convolution;
  }

  @Override
  public void close() {
    JCudnn.cudnnDestroyConvolutionDescriptor(convolution);
    JCudnn.cudnnDestroyFilterDescriptor(filter);
    JCudnn.cudnnDestroyTensorDescriptor(results);
    JCudnn.cudnnDestroyTensorDescriptor(images);
  }
}
