package io.scopegraph.cpu.tier;

import io.scopegraph.cpu.kernel.Activation;
import io.scopegraph.cpu.kernel.FloatKernels;
import io.scopegraph.cpu.kernel.PanelOperands;
import io.scopegraph.cpu.kernel.Positions;
import io.scopegraph.cpu.kernel.Walk;
import java.util.List;

/// Exercises one panel of convolutions and products: tiles that are full and not, one run and
/// several, and every way to end but with an activation of its own kernel.
///
/// A tile sums some 40 products. With many more, the compiler would first compile the loops under
/// way, for nothing; with fewer, it would take the loops for short and the calls for long.
final class PanelExercise extends Exercise {
  private static final int MOST_PIXELS = 20;
  private static final int MOST_PRODUCTS = 64;
  private static final List<Case> CASES =
      List.of(
          new Case(12, 1, 48, true, true, false, Activation.RELU),
          new Case(19, 3, 16, true, true, false, Activation.RELU),
          new Case(4, 1, 40, true, true, true, Activation.RELU),
          new Case(20, 1, 64, true, true, true, Activation.NONE),
          new Case(11, 9, 4, false, true, false, Activation.clip(0, 6)),
          new Case(3, 3, 12, true, false, false, Activation.NONE),
          new Case(8, 2, 24, true, false, true, Activation.clip(0, 6)),
          new Case(13, 1, 33, false, true, true, Activation.RELU),
          new Case(1, 1, 50, true, true, false, Activation.NONE),
          new Case(12, 4, 8, false, false, true, Activation.NONE));

  private final int channels;
  private final int lanes;
  private final float[] in = new float[MOST_PIXELS + MOST_PRODUCTS];
  private final float[] weights;
  private final float[] bias;
  private final float[] residual;
  private final float[] out;
  private final List<Call> calls;
  private final List<Call> briefCalls;

  /// @param channels computed at a time
  /// @param lanes in a vector
  PanelExercise(String name, int channels, int lanes) {
    super(name, CASES.size());
    this.lanes = lanes;
    this.channels = channels;
    this.weights = new float[MOST_PRODUCTS * channels];
    this.bias = new float[channels];
    this.residual = new float[MOST_PIXELS * channels];
    this.out = new float[MOST_PIXELS * channels];
    for (int i = 0; i < in.length; i++) {
      in[i] = (i % 13 - 6) * 0.21f;
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (i % 17 - 8) * 0.03f;
    }
    for (int i = 0; i < channels; i++) {
      bias[i] = (i % 5 - 2) * 0.11f;
    }
    for (int i = 0; i < residual.length; i++) {
      residual[i] = (i % 7 - 3) * 0.19f;
    }
    this.calls = CASES.stream().map(each -> prepare(each, each.taps(), each.run())).toList();
    this.briefCalls = CASES.stream().map(each -> prepare(each, 1, 1)).toList();
  }

  /// One way to call the kernel.
  ///
  /// @param full whether the last vector is filled
  private record Case(
      int pixels,
      int taps,
      int run,
      boolean full,
      boolean biased,
      boolean residual,
      Activation activation) {}

  /// What a case calls the kernel with, made beforehand: calls allocate nothing.
  private record Call(PanelOperands operands, Walk walk, Positions positions, int channels) {
    void run(FloatKernels kernels) {
      kernels.panels(operands, walk, positions, 0, 0, 0, 0, channels);
    }
  }

  private Call prepare(Case each, int taps, int run) {
    int[] weightRows = new int[taps];
    for (int tap = 0; tap < taps; tap++) {
      weightRows[tap] = tap * run;
    }
    Positions positions = new Positions();
    positions.reset(taps, each.pixels());
    positions.add(each.pixels(), 0, 1, 0, channels);
    for (int tap = 1; tap < taps; tap++) {
      for (int pixel = 0; pixel < each.pixels(); pixel++) {
        positions.places()[tap * positions.pitch() + pixel] = tap * run + pixel;
      }
    }
    Activation activation = each.activation();
    PanelOperands operands =
        new PanelOperands(
            in,
            weights,
            each.biased() ? bias : null,
            each.residual() ? residual : null,
            0,
            out,
            activation,
            activation.isBitClamp() && activation.kind() != Activation.Kind.NONE,
            activation.lowBits(),
            activation.highBits());
    return new Call(
        operands,
        new Walk(taps, run, weightRows, taps * run),
        positions,
        each.full() ? channels : channels - lanes / 2 - 1);
  }

  @Override
  void call(FloatKernels kernels, int round, boolean brief) {
    (brief ? briefCalls : calls).get(round).run(kernels);
  }

  @Override
  float[] results() {
    return out;
  }
}
