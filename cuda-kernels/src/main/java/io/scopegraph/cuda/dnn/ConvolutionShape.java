package io.scopegraph.cuda.dnn;

import io.scopegraph.op.DataFormat;
import java.util.Locale;

/// A convolution from images to results. A transposed one is the way back: it is described by the
/// convolution that would turn its result into its input.
///
/// @param height of the images
/// @param channels of the images
/// @param outHeight of the results
/// @param top pads before the first row
/// @param transposed whether the way back is meant
public record ConvolutionShape(
    int batch,
    int height,
    int width,
    int channels,
    int outHeight,
    int outWidth,
    int outChannels,
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int dilationHeight,
    int dilationWidth,
    int top,
    int left,
    int groups,
    DataFormat format,
    boolean transposed) {
  /// Pads after the last row, such that the last window ends there; negative if rows stay unused.
  public int bottom() {
    return (outHeight - 1) * strideHeight + reachHeight() - height - top;
  }

  /// The same of columns.
  public int right() {
    return (outWidth - 1) * strideWidth + reachWidth() - width - left;
  }

  private int reachHeight() {
    return (kernelHeight - 1) * dilationHeight + 1;
  }

  private int reachWidth() {
    return (kernelWidth - 1) * dilationWidth + 1;
  }

  /// Whether pads of the same size on both sides give the same result: the calls that take one
  /// number find as many windows.
  public boolean isSymmetric() {
    return windows(height, top, reachHeight(), strideHeight) == outHeight
        && windows(width, left, reachWidth(), strideWidth) == outWidth;
  }

  private static int windows(int extent, int pad, int reach, int stride) {
    return Math.floorDiv(extent + 2 * pad - reach, stride) + 1;
  }

  /// The same convolution of images that have their pads already, and no row or column too many.
  public ConvolutionShape padded() {
    return new ConvolutionShape(
        batch,
        height + top + bottom(),
        width + left + right(),
        channels,
        outHeight,
        outWidth,
        outChannels,
        kernelHeight,
        kernelWidth,
        strideHeight,
        strideWidth,
        dilationHeight,
        dilationWidth,
        0,
        0,
        groups,
        format,
        transposed);
  }

  /// Whether each group has one channel of the images.
  public boolean isDepthwise() {
    return groups == channels;
  }

  /// Elements of the images.
  public long imageElements() {
    return (long) batch * height * width * channels;
  }

  public long outElements() {
    return (long) batch * outHeight * outWidth * outChannels;
  }

  public long filterElements() {
    return (long) outChannels * kernelHeight * kernelWidth * (channels / groups);
  }

  /// Without what differs only in how memory is laid out.
  public String signature() {
    return "%s%s n%d %dx%dx%d-%dx%dx%d k%dx%d s%dx%d d%dx%d p%d,%d,%d,%d g%d"
        .formatted(
            transposed ? "transposed-" : "",
            format.name().toLowerCase(Locale.ROOT),
            batch,
            height,
            width,
            channels,
            outHeight,
            outWidth,
            outChannels,
            kernelHeight,
            kernelWidth,
            strideHeight,
            strideWidth,
            dilationHeight,
            dilationWidth,
            top,
            left,
            bottom(),
            right(),
            groups);
  }
}
