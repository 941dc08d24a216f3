package io.scopegraph.cpu.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Output coordinates along one axis that meet the same taps of the filter. Taps may lead out of
/// the input.
///
/// @param firstOut the first output coordinate
/// @param outStep from one to the next
/// @param count how many
/// @param inPerOut input coordinates from one output to the next
/// @param taps the taps that they meet
/// @param starts for each of these, the input coordinate that the first output meets there
record AxisWalk(
    int firstOut, int outStep, int count, int inPerOut, List<Integer> taps, List<Integer> starts) {

  /// The one walk of a convolution.
  static AxisWalk convolution(int out, int kernel, int stride, int dilation, int pad) {
    return new AxisWalk(
        0,
        1,
        out,
        stride,
        IntStream.range(0, kernel).boxed().toList(),
        IntStream.range(0, kernel).map(k -> k * dilation - pad).boxed().toList());
  }

  /// The walks of the transpose of a convolution, where input `i` and tap `k` add to output `i *
  /// stride - pad + k * dilation`: outputs a stride apart meet the same taps.
  static List<AxisWalk> transposed(int out, int kernel, int stride, int dilation, int pad) {
    List<AxisWalk> walks = new ArrayList<>();
    for (int first = 0; first < Math.min(stride, out); first++) {
      int start = first + pad;
      List<Integer> taps =
          IntStream.range(0, kernel)
              .filter(k -> Math.floorMod(start - k * dilation, stride) == 0)
              .boxed()
              .toList();
      List<Integer> starts =
          taps.stream().map(k -> Math.floorDiv(start - k * dilation, stride)).toList();
      walks.add(new AxisWalk(first, stride, Math.ceilDiv(out - first, stride), 1, taps, starts));
    }
    return walks;
  }

  /// The least input coordinate that any output meets; 0 if none is met.
  int least() {
    return starts.stream().mapToInt(start -> start).min().orElse(0);
  }

  /// One more than the greatest input coordinate that any output meets; 0 if none is met.
  int end() {
    int reach = (count - 1) * inPerOut + 1;
    return starts.stream().mapToInt(start -> start + reach).max().orElse(0);
  }

  /// The same walk over an input before which `added` coordinates were put.
  AxisWalk shifted(int added) {
    return new AxisWalk(
        firstOut,
        outStep,
        count,
        inPerOut,
        taps,
        starts.stream().map(start -> start + added).toList());
  }

  /// The first output whose tap, which starts at `start`, lies at or behind coordinate `in`.
  int firstAtLeast(int in, int start) {
    return Math.clamp(Math.ceilDiv(in - start, inPerOut), 0, count);
  }
}
