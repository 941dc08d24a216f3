package io.scopegraph.cpu.vector;

import io.scopegraph.cpu.kernel.Activation;
import io.scopegraph.cpu.kernel.Taps;
import org.jspecify.annotations.Nullable;

/// Cuts a line of pixels of a depthwise convolution into vectors of channels and tiles of pixels.
final class DepthwiseLine {
  private DepthwiseLine() {}

  /// See `FloatKernels.depthwise`.
  static void run(
      float[] in,
      int inAt,
      int inStep,
      int pixels,
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
      int channels,
      Activation activation) {
    boolean slides = inStep == taps.colIn();
    int c = 0;
    for (; c + Lanes.COUNT <= channels; c += Lanes.COUNT) {
      for (int done = 0; done < pixels; ) {
        int i = inAt + c + done * inStep;
        int w = weightsAt + c;
        int b = biasAt + c;
        int r = residualAt + c + done * outStep;
        int o = outAt + c + done * outStep;
        int tile = Math.min(pixels - done, Depthwise.PIXELS);
        if (slides && taps.cols() == 3 && tile == Sliding3.PIXELS) {
          Sliding3.run(
              in,
              i,
              inStep,
              taps,
              weights,
              w,
              channels,
              bias,
              b,
              residual,
              r,
              out,
              o,
              outStep,
              activation);
        } else if (slides && taps.cols() == 5 && tile == Sliding5.PIXELS) {
          Sliding5.run(
              in,
              i,
              inStep,
              taps,
              weights,
              w,
              channels,
              bias,
              b,
              residual,
              r,
              out,
              o,
              outStep,
              activation);
        } else {
          Depthwise.run(
              in,
              i,
              inStep,
              tile,
              taps,
              weights,
              w,
              channels,
              bias,
              b,
              residual,
              r,
              out,
              o,
              outStep,
              activation);
        }
        done += tile;
      }
    }
    if (c == channels) {
      return;
    }
    for (int pixel = 0; pixel < pixels; pixel++) {
      int o = c + pixel * outStep;
      Depthwise.rest(
          in,
          inAt + c + pixel * inStep,
          taps,
          weights,
          weightsAt + c,
          channels,
          channels - c,
          bias,
          biasAt + c,
          residual,
          residualAt + o,
          out,
          outAt + o,
          activation);
    }
  }
}
