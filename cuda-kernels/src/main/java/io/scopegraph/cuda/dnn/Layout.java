package io.scopegraph.cuda.dnn;

import io.scopegraph.op.DataFormat;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnTensorDescriptor;

/// Extents and strides of a rank-4 value, in elements.
///
/// @param batchStride elements from one image to the next
public record Layout(
    int batch,
    int channels,
    int height,
    int width,
    long batchStride,
    long channelStride,
    long heightStride,
    long widthStride) {
  /// The layout of a value in a format.
  ///
  /// @param pitch elements from one run along the last axis to the next, 0 for none between them
  public static Layout of(
      DataFormat format, int batch, int channels, int height, int width, long pitch) {
    if (format == DataFormat.NHWC) {
      long cell = pitch == 0 ? channels : pitch;
      return new Layout(
          batch, channels, height, width, (long) height * width * cell, 1, width * cell, cell);
    }
    long row = pitch == 0 ? width : pitch;
    return new Layout(
        batch, channels, height, width, (long) channels * height * row, height * row, row, 1);
  }

  /// Sets a descriptor, and gives the status of that.
  int describe(cudnnTensorDescriptor descriptor, int element) {
    return JCudnn.cudnnSetTensor4dDescriptorEx(
        descriptor,
        element,
        batch,
        channels,
        height,
        width,
        Math.toIntExact(batchStride),
        Math.toIntExact(channelStride),
        Math.toIntExact(heightStride),
        Math.toIntExact(widthStride));
  }
}
