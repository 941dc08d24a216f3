package io.scopegraph.cpu.kernel;

import org.jspecify.annotations.Nullable;

/// A depthwise convolution with a pointwise one before it, after it, or both: the inverted residual
/// of mobile networks, and parts of it.
///
/// @param expand makes the depthwise convolution's input, or null
/// @param depthwise in the middle
/// @param project reads its output, or null
public record ChainShape(
    @Nullable ConvShape expand, ConvShape depthwise, @Nullable ConvShape project) {
  /// @throws IllegalArgumentException if the convolutions are not of these kinds or one does not
  ///   take what the one before it gives
  public ChainShape {
    require(depthwise.isDepthwise(), "the convolution in the middle must be depthwise");
    require(expand != null || project != null, "a chain has more than one convolution");
    if (expand != null) {
      require(expand.isPointwise() && expand.groups() == 1, "the first must be pointwise");
      require(expand.feeds(depthwise), "the depthwise convolution must take what the first gives");
    }
    if (project != null) {
      require(project.isPointwise() && project.groups() == 1, "the last must be pointwise");
      require(depthwise.feeds(project), "the last must take what the depthwise convolution gives");
    }
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /// The greatest number of floats between two of the convolutions.
  public int widest() {
    return Math.max(
        expand == null ? 0 : depthwise.inputSize(), project == null ? 0 : depthwise.outputSize());
  }

  /// Channels of the input.
  public int channels() {
    return expand == null ? depthwise.channels() : expand.channels();
  }

  /// Channels of the output.
  public int outChannels() {
    return project == null ? depthwise.outChannels() : project.outChannels();
  }

  /// The row of the depthwise convolution's input, which may lie above the first, with which an
  /// output row begins.
  private int start(int row) {
    return row * depthwise.strideHeight() - depthwise.padTop();
  }

  /// The first row of the depthwise convolution's input that output rows from `row` on read.
  int firstRow(int row) {
    return Math.clamp(start(row), 0, depthwise.height());
  }

  /// One more than the last row that output rows below `end` read.
  int endRow(int end) {
    int window = (depthwise.kernelHeight() - 1) * depthwise.dilationHeight() + 1;
    return Math.clamp(start(end - 1) + window, 0, depthwise.height());
  }

  /// Floats between the convolutions for so many rows of the output.
  int floats(int rows) {
    return expandedFloats(rows) + filteredFloats(rows);
  }

  /// Floats of the depthwise convolution's input that so many rows of its output read, if a
  /// convolution is before it.
  int expandedFloats(int rows) {
    if (expand == null) {
      return 0;
    }
    int window = (depthwise.kernelHeight() - 1) * depthwise.dilationHeight() + 1;
    int read = (rows - 1) * depthwise.strideHeight() + window;
    return Math.min(read, depthwise.height()) * depthwise.width() * depthwise.channels();
  }

  /// Floats of so many rows of the depthwise convolution's output, if a convolution is after it.
  int filteredFloats(int rows) {
    return project == null ? 0 : rows * depthwise.outWidth() * depthwise.outChannels();
  }
}
