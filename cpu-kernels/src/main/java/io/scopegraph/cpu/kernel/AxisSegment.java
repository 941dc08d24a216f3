package io.scopegraph.cpu.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntBinaryOperator;

/// Output coordinates along one axis that meet the same taps of the filter, from inputs that move
/// on evenly. Cutting both axes into segments leaves nothing at a border to test for or to pad.
///
/// @param firstOut the first output coordinate
/// @param outStep from one output coordinate to the next
/// @param count how many output coordinates
/// @param firstTap the first tap that meets the input
/// @param tapStep from one such tap to the next
/// @param taps how many such taps
/// @param firstIn the input coordinate under the first tap of the first output
/// @param inPerOut input coordinates from one output to the next
/// @param inPerTap input coordinates from one tap to the next
record AxisSegment(
    int firstOut,
    int outStep,
    int count,
    int firstTap,
    int tapStep,
    int taps,
    int firstIn,
    int inPerOut,
    int inPerTap) {

  private static final int OUTSIDE = Integer.MIN_VALUE;

  /// The segments of a convolution.
  static List<AxisSegment> convolution(
      int in, int out, int kernel, int stride, int dilation, int pad) {
    return segments(
        out,
        kernel,
        1,
        stride,
        (o, k) -> {
          long i = (long) o * stride - pad + (long) k * dilation;
          return i >= 0 && i < in ? (int) i : OUTSIDE;
        });
  }

  /// The segments of the transpose of a convolution, where input `i` and tap `k` add to output `i *
  /// stride - pad + k * dilation`.
  static List<AxisSegment> transposed(
      int in, int out, int kernel, int stride, int dilation, int pad) {
    return segments(
        out,
        kernel,
        stride,
        1,
        (o, k) -> {
          long i = (long) o + pad - (long) k * dilation;
          return i >= 0 && i % stride == 0 && i / stride < in ? (int) (i / stride) : OUTSIDE;
        });
  }

  private static List<AxisSegment> segments(
      int out, int kernel, int outStep, int inPerOut, IntBinaryOperator inputOf) {
    List<AxisSegment> segments = new ArrayList<>();
    for (int phase = 0; phase < Math.min(outStep, out); phase++) {
      AxisSegment open = at(phase, kernel, outStep, inPerOut, inputOf);
      for (int o = phase + outStep; o < out; o += outStep) {
        AxisSegment next = at(o, kernel, outStep, inPerOut, inputOf);
        if (open.isContinuedBy(next)) {
          open = open.longer();
        } else {
          segments.add(open);
          open = next;
        }
      }
      segments.add(open);
    }
    return segments;
  }

  /// The segment of one output coordinate. The taps that meet the input are evenly spaced.
  private static AxisSegment at(
      int o, int kernel, int outStep, int inPerOut, IntBinaryOperator inputOf) {
    int firstTap = 0;
    int firstIn = 0;
    int tapStep = 0;
    int inPerTap = 0;
    int taps = 0;
    for (int k = 0; k < kernel; k++) {
      int i = inputOf.applyAsInt(o, k);
      if (i == OUTSIDE) {
        continue;
      }
      if (taps == 0) {
        firstTap = k;
        firstIn = i;
      } else if (taps == 1) {
        tapStep = k - firstTap;
        inPerTap = i - firstIn;
      }
      taps++;
    }
    return new AxisSegment(o, outStep, 1, firstTap, tapStep, taps, firstIn, inPerOut, inPerTap);
  }

  private boolean isContinuedBy(AxisSegment next) {
    return taps == next.taps
        && (taps == 0
            || (firstTap == next.firstTap
                && tapStep == next.tapStep
                && inPerTap == next.inPerTap
                && next.firstIn == firstIn + count * inPerOut));
  }

  private AxisSegment longer() {
    return new AxisSegment(
        firstOut, outStep, count + 1, firstTap, tapStep, taps, firstIn, inPerOut, inPerTap);
  }

  /// How many of the segment's outputs lie below `limit`.
  int countBelow(int limit) {
    int below = Math.floorDiv(limit - 1 - firstOut, outStep) + 1;
    return Math.clamp(below, 0, count);
  }
}
