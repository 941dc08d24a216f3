package io.scopegraph.cpu.vector;

import io.scopegraph.cpu.kernel.Activation;
import io.scopegraph.cpu.kernel.Taps;
import org.jspecify.annotations.Nullable;

/// Cuts a grid of pixels of a depthwise convolution into spans of channels, rows, and strips of
/// eight pixels, in this order: a span is narrow enough for the rows under the filter to stay in
/// the first-level cache, and wide enough to read memory in long pieces.
final class DepthwiseGrid {
  private static final int SPAN = 4 * Lanes.COUNT;
  // Up to so many pixels one at a time cost less than a tile that is mostly repetition.
  private static final int SINGLES = 2;

  /// Which of the kernels that load each input once fits the taps.
  private enum Sliding {
    NONE,
    THREE,
    THREE_BY_2,
    FIVE,
    FIVE_BY_2;

    static Sliding of(Taps taps, int inStep) {
      boolean one = inStep == taps.colIn();
      boolean two = inStep == 2 * taps.colIn();
      return switch (taps.cols()) {
        case 3 -> one ? THREE : two ? THREE_BY_2 : NONE;
        case 5 -> one ? FIVE : two ? FIVE_BY_2 : NONE;
        default -> NONE;
      };
    }
  }

  private DepthwiseGrid() {}

  /// See `FloatKernels.depthwise`.
  static void run(
      float[] in,
      int inAt,
      int inStep,
      int inDown,
      int pixels,
      int rows,
      Taps taps,
      float[] weights,
      int weightsAt,
      float @Nullable [] bias,
      int biasAt,
      float @Nullable [] residual,
      int residualAt,
      float[] out,
      int outAt,
      int outStep,
      int outDown,
      int channels,
      Activation activation) {
    boolean slides = bias != null && residual == null && pixels >= Sliding3.PIXELS;
    Sliding sliding = slides ? Sliding.of(taps, inStep) : Sliding.NONE;
    int whole = channels / Lanes.COUNT * Lanes.COUNT;
    for (int c = 0; c < whole; c += SPAN) {
      int span = Math.min(SPAN, whole - c);
      for (int row = 0; row < rows; row++) {
        int i = inAt + c + row * inDown;
        int o = c + row * outDown;
        if (bias != null && sliding != Sliding.NONE) {
          strips(
              sliding,
              in,
              i,
              inStep,
              pixels,
              taps,
              weights,
              weightsAt + c,
              channels,
              span,
              bias,
              biasAt + c,
              out,
              outAt + o,
              outStep,
              activation);
        } else {
          tiles(
              in,
              i,
              inStep,
              pixels,
              taps,
              weights,
              weightsAt + c,
              channels,
              span,
              bias,
              biasAt + c,
              residual,
              residualAt + o,
              out,
              outAt + o,
              outStep,
              activation);
        }
      }
    }
    if (whole == channels) {
      return;
    }
    for (int row = 0; row < rows; row++) {
      for (int pixel = 0; pixel < pixels; pixel++) {
        int o = whole + pixel * outStep + row * outDown;
        Depthwise.rest(
            in,
            inAt + whole + pixel * inStep + row * inDown,
            taps,
            weights,
            weightsAt + whole,
            channels,
            channels - whole,
            bias,
            biasAt + whole,
            residual,
            residualAt + o,
            out,
            outAt + o,
            activation);
      }
    }
  }

  private static void strips(
      Sliding sliding,
      float[] in,
      int inAt,
      int inStep,
      int pixels,
      Taps taps,
      float[] weights,
      int weightsAt,
      int channels,
      int span,
      float[] bias,
      int biasAt,
      float[] out,
      int outAt,
      int outStep,
      Activation activation) {
    for (int done = 0; done < pixels; done += Sliding3.PIXELS) {
      // The last strip is moved back to be full; what it computes again comes out the same.
      int x = Math.min(done, pixels - Sliding3.PIXELS);
      int i = inAt + x * inStep;
      int o = outAt + x * outStep;
      int tap = taps.colIn();
      switch (sliding) {
        case NONE -> throw new IllegalArgumentException("the taps do not slide");
        case THREE ->
            Sliding3.run(
                in,
                i,
                tap,
                taps,
                weights,
                weightsAt,
                channels,
                span,
                bias,
                biasAt,
                out,
                o,
                outStep,
                activation);
        case THREE_BY_2 ->
            Sliding3By2.run(
                in,
                i,
                tap,
                taps,
                weights,
                weightsAt,
                channels,
                span,
                bias,
                biasAt,
                out,
                o,
                outStep,
                activation);
        case FIVE ->
            Sliding5.run(
                in,
                i,
                tap,
                taps,
                weights,
                weightsAt,
                channels,
                span,
                bias,
                biasAt,
                out,
                o,
                outStep,
                activation);
        case FIVE_BY_2 ->
            Sliding5By2.run(
                in,
                i,
                tap,
                taps,
                weights,
                weightsAt,
                channels,
                span,
                bias,
                biasAt,
                out,
                o,
                outStep,
                activation);
      }
    }
  }

  private static void tiles(
      float[] in,
      int inAt,
      int inStep,
      int pixels,
      Taps taps,
      float[] weights,
      int weightsAt,
      int channels,
      int span,
      float @Nullable [] bias,
      int biasAt,
      float @Nullable [] residual,
      int residualAt,
      float[] out,
      int outAt,
      int outStep,
      Activation activation) {
    for (int c = 0; c < span; c += Lanes.COUNT) {
      for (int done = 0; done < pixels; ) {
        int left = pixels - done;
        int tile = left > SINGLES ? Math.min(left, Depthwise.PIXELS) : 1;
        int i = inAt + c + done * inStep;
        int o = c + done * outStep;
        if (tile == 1) {
          Depthwise.one(
              in,
              i,
              taps,
              weights,
              weightsAt + c,
              channels,
              bias,
              biasAt + c,
              residual,
              residualAt + o,
              out,
              outAt + o,
              activation);
        } else {
          Depthwise.run(
              in,
              i,
              inStep,
              tile,
              taps,
              weights,
              weightsAt + c,
              channels,
              bias,
              biasAt + c,
              residual,
              residualAt + o,
              out,
              outAt + o,
              outStep,
              activation);
        }
        done += tile;
      }
    }
  }
}
