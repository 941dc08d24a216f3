package io.scopegraph.cpu.tier;

import io.scopegraph.cpu.kernel.Activation;
import io.scopegraph.cpu.kernel.FloatKernels;
import io.scopegraph.cpu.kernel.RowKernels;
import io.scopegraph.cpu.kernel.Taps;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The kernels in two tiers, each kernel for itself: scalar until the vector form is compiled, and
/// vectors from then on. Both tiers give the same bits and read the same packed weights, so that
/// nobody sees when a kernel changes over.
final class TieredFloatKernels implements FloatKernels {
  private final FloatKernels vector;
  private final Warmer warmer;
  private final TierSet set;
  private final Tier depthwise;
  private final Tier[] activations = new Tier[Activation.Kind.values().length];
  private final RowKernels rows;

  TieredFloatKernels(FloatKernels scalar, FloatKernels vector) {
    this.vector = vector;
    this.warmer = new Warmer(vector);
    this.set = new TierSet(scalar, warmer);
    this.depthwise = set.tier(new DepthwiseExercise());
    for (Activation.Kind kind : Activation.Kind.values()) {
      activations[kind.ordinal()] = set.tier(exercise(kind));
    }
    this.rows = new TieredRowKernels(set);
  }

  /// The tiers of all kernels.
  List<Tier> tiers() {
    return set.tiers();
  }

  private static Exercise exercise(Activation.Kind kind) {
    Activation activation = new Activation(kind, 0.3f, 0.8f);
    return RowExercise.inPlace(
        kind.name(), (kernels, values, n) -> kernels.activate(values, 0, n, activation));
  }

  @Override
  public String name() {
    return vector.name();
  }

  @Override
  public int panel(int channels) {
    return vector.panel(channels);
  }

  @Override
  public int panels(int channels) {
    return vector.panels(channels);
  }

  @Override
  public int panelWidth(int channels) {
    return vector.panelWidth(channels);
  }

  @Override
  public void panel(
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
    vector.panel(
        in,
        inAt,
        inStep,
        pixels,
        taps,
        weights,
        weightsAt,
        bias,
        biasAt,
        residual,
        residualAt,
        out,
        outAt,
        outStep,
        channels,
        activation);
  }

  @Override
  public void depthwise(
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
    depthwise
        .kernels()
        .depthwise(
            in,
            inAt,
            inStep,
            inDown,
            pixels,
            rows,
            taps,
            weights,
            weightsAt,
            bias,
            biasAt,
            residual,
            residualAt,
            out,
            outAt,
            outStep,
            outDown,
            channels,
            activation);
  }

  @Override
  public void activate(float[] values, int at, int length, Activation activation) {
    activations[activation.kind().ordinal()].kernels().activate(values, at, length, activation);
  }

  @Override
  public RowKernels rows() {
    return rows;
  }

  @Override
  public void awaitCompiled() throws InterruptedException {
    warmer.await();
  }
}
