package io.scopegraph.cpu.kernel;

/// The extents of a two-dimensional convolution, or of its transpose. Input and output are dense in
/// the order batch, height, width, channel. What lies outside the input counts as zero; the padding
/// at the bottom and the right is whatever the output extents imply.
///
/// @param batch number of images
/// @param height input height
/// @param width input width
/// @param channels input channels
/// @param outHeight output height
/// @param outWidth output width
/// @param outChannels output channels
/// @param kernelHeight filter height
/// @param kernelWidth filter width
/// @param strideHeight vertical stride
/// @param strideWidth horizontal stride
/// @param dilationHeight vertical distance of filter taps
/// @param dilationWidth horizontal distance of filter taps
/// @param padTop rows of padding above; negative crops
/// @param padLeft columns of padding to the left; negative crops
/// @param groups number of groups that channels fall into
public record ConvShape(
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
    int padTop,
    int padLeft,
    int groups) {
  /// @throws IllegalArgumentException if an extent, stride, dilation or group count is not
  ///   positive, if the groups do not divide both channel counts, or if a tensor has more than 2^31
  ///   - 1 elements
  public ConvShape {
    positive(batch, "batch");
    positive(height, "height");
    positive(width, "width");
    positive(channels, "channels");
    positive(outHeight, "outHeight");
    positive(outWidth, "outWidth");
    positive(outChannels, "outChannels");
    positive(kernelHeight, "kernelHeight");
    positive(kernelWidth, "kernelWidth");
    positive(strideHeight, "strideHeight");
    positive(strideWidth, "strideWidth");
    positive(dilationHeight, "dilationHeight");
    positive(dilationWidth, "dilationWidth");
    positive(groups, "groups");
    if (channels % groups != 0 || outChannels % groups != 0) {
      throw new IllegalArgumentException(
          groups + " groups do not divide " + channels + " input and " + outChannels + " outputs");
    }
    addressable("input", batch, height, width, channels);
    addressable("output", batch, outHeight, outWidth, outChannels);
    addressable("filter", kernelHeight, kernelWidth, channels / groups, outChannels);
  }

  /// The product of an `m` x `k` and a `k` x `n` matrix as a convolution of `m` pixels.
  public static ConvShape matrix(int m, int k, int n) {
    return new ConvShape(1, m, 1, k, m, 1, n, 1, 1, 1, 1, 1, 1, 0, 0, 1);
  }

  /// Input channels of one group.
  public int groupChannels() {
    return channels / groups;
  }

  /// Output channels of one group.
  public int groupOutChannels() {
    return outChannels / groups;
  }

  /// Whether each output channel sees only the input channel of its own number.
  public boolean isDepthwise() {
    return groups == channels && groups == outChannels && groups > 1;
  }

  /// Elements of the input.
  public int inputSize() {
    return batch * height * width * channels;
  }

  /// Elements of the output.
  public int outputSize() {
    return batch * outHeight * outWidth * outChannels;
  }

  /// Elements of the filter.
  public int filterSize() {
    return kernelHeight * kernelWidth * groupChannels() * outChannels;
  }

  /// Multiplications in all, as if nothing were padding.
  public long products() {
    return (long) outputSize() * kernelHeight * kernelWidth * groupChannels();
  }

  /// Whether every output pixel is a function of the input pixel at the same place alone.
  boolean isPointwise() {
    return kernelHeight == 1
        && kernelWidth == 1
        && strideHeight == 1
        && strideWidth == 1
        && padTop == 0
        && padLeft == 0
        && outHeight == height
        && outWidth == width;
  }

  /// Whether the other convolution's input is this one's output.
  boolean feeds(ConvShape next) {
    return batch == next.batch
        && outHeight == next.height
        && outWidth == next.width
        && outChannels == next.channels;
  }

  /// The same pixels as one column of a single image.
  ConvShape flattened() {
    int pixels = batch * height * width;
    return new ConvShape(
        1, pixels, 1, channels, pixels, 1, outChannels, 1, 1, 1, 1, 1, 1, 0, 0, groups);
  }

  /// Whether, in the transposed convolution, the columns of the filter write outputs side by side.
  boolean hasSeparateColumns() {
    return kernelWidth > 1
        && kernelWidth == strideWidth
        && dilationWidth == 1
        && padLeft == 0
        && outWidth == width * strideWidth
        && groups == 1;
  }

  /// The same transposed convolution with a filter of one column, whose output channels are those
  /// of the columns one after the other.
  ConvShape withMergedColumns() {
    return new ConvShape(
        batch,
        height,
        width,
        channels,
        outHeight,
        width,
        outChannels * kernelWidth,
        kernelHeight,
        1,
        strideHeight,
        1,
        dilationHeight,
        1,
        padTop,
        0,
        1);
  }

  /// Rows of packed weights in a panel: what one output element sums over.
  int walkRows() {
    return kernelHeight * kernelWidth * groupChannels();
  }

  /// The same outputs from an input with zeros around it.
  ///
  /// @throws IllegalArgumentException if that has more than 2^31 - 1 elements
  ConvShape padded(int top, int bottom, int left, int right) {
    return new ConvShape(
        batch,
        height + top + bottom,
        width + left + right,
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
        padTop - top,
        padLeft - left,
        groups);
  }

  private static void positive(int value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be positive, is " + value);
    }
  }

  private static void addressable(String name, int... extents) {
    long size = 1;
    for (int extent : extents) {
      size *= extent;
      if (size > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(name + " has more than 2^31 - 1 elements");
      }
    }
  }
}
