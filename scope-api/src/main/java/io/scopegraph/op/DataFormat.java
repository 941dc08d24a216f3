package io.scopegraph.op;

import io.scopegraph.tensor.Shape;

/// Which axis of a rank-4 value means what.
public enum DataFormat {
  /// Batch, height, width, channels.
  NHWC(1, 2, 3),
  /// Batch, channels, height, width.
  NCHW(2, 3, 1);

  private final int heightAxis;
  private final int widthAxis;
  private final int channelAxis;

  DataFormat(int heightAxis, int widthAxis, int channelAxis) {
    this.heightAxis = heightAxis;
    this.widthAxis = widthAxis;
    this.channelAxis = channelAxis;
  }

  public int heightAxis() {
    return heightAxis;
  }

  public int widthAxis() {
    return widthAxis;
  }

  public int channelAxis() {
    return channelAxis;
  }

  /// The channel axis of a value of any rank: the last one, or axis 1.
  public int channelAxis(int rank) {
    return this == NHWC ? rank - 1 : 1;
  }

  public long height(Shape shape) {
    return shape.dim(heightAxis);
  }

  public long width(Shape shape) {
    return shape.dim(widthAxis);
  }

  public long channels(Shape shape) {
    return shape.dim(channelAxis);
  }

  /// A rank-4 shape in this format.
  public Shape shape(long batch, long height, long width, long channels) {
    return this == NHWC
        ? Shape.of(batch, height, width, channels)
        : Shape.of(batch, channels, height, width);
  }
}
