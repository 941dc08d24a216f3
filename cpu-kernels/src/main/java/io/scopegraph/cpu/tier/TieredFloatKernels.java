package io.scopegraph.cpu.tier;

import io.scopegraph.cpu.kernel.Activation;
import io.scopegraph.cpu.kernel.FloatKernels;
import io.scopegraph.cpu.kernel.PanelOperands;
import io.scopegraph.cpu.kernel.Positions;
import io.scopegraph.cpu.kernel.RowKernels;
import io.scopegraph.cpu.kernel.Taps;
import io.scopegraph.cpu.kernel.Walk;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The kernels in two tiers, each kernel for itself: scalar until the vector form is compiled, and
/// vectors from then on. Both tiers give the same bits and read the same packed weights, so that
/// nobody sees when a kernel changes over.
final class TieredFloatKernels implements FloatKernels {
  private final FloatKernels vector;
  private final Warmer warmer;
  private final TierSet set;
  // By vectors; the first stays empty.
  private final Tier[] panels = new Tier[4];
  private final Tier depthwise;
  private final Tier[] activations = new Tier[Activation.Kind.values().length];
  private final RowKernels rows;
  private boolean hasRun;

  TieredFloatKernels(FloatKernels scalar, FloatKernels vector) {
    this.vector = vector;
    this.warmer = new Warmer(scalar, vector);
    this.set = new TierSet(scalar, warmer);
    for (int vectors = 1; vectors < panels.length; vectors++) {
      int lanes = vector.panel(1) / 2;
      String name = "panels of " + vectors + (vectors == 1 ? " vector" : " vectors");
      int width = vectors * lanes;
      panels[vectors] = set.tier(() -> new PanelExercise(name, width, lanes));
    }
    this.depthwise = set.tier(DepthwiseExercise::new);
    for (Activation.Kind kind : Activation.Kind.values()) {
      activations[kind.ordinal()] = set.tier(() -> exercise(kind));
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

  /// The last panel may be of another width than the others, which is then another kernel.
  @Override
  public void panels(
      PanelOperands operands,
      Walk walk,
      Positions positions,
      int inShift,
      int weightsAt,
      int biasAt,
      int outShift,
      int channels) {
    int full = vector.panel(channels);
    int before = (vector.panels(channels) - 1) * full;
    int vectors = vector.panelWidth(channels - before) * 2 / full;
    if (vectors == 2) {
      panels(2, operands)
          .panels(operands, walk, positions, inShift, weightsAt, biasAt, outShift, channels);
      return;
    }
    if (before > 0) {
      panels(2, operands)
          .panels(operands, walk, positions, inShift, weightsAt, biasAt, outShift, before);
    }
    panels(vectors, operands)
        .panels(
            operands,
            walk,
            positions,
            inShift,
            weightsAt + before * walk.panelRows(),
            biasAt + before,
            outShift + before,
            channels - before);
  }

  /// The kernels for panels of so many vectors, which take a kernel for the activation with them.
  private FloatKernels panels(int vectors, PanelOperands operands) {
    FloatKernels kernels = panels[vectors].kernels();
    Activation activation = operands.activation();
    if (activation.isBitClamp()) {
      return kernels;
    }
    FloatKernels activate = activations[activation.kind().ordinal()].kernels();
    return activate == vector ? kernels : activate;
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

  /// Starts with the kernel that nearly every network needs.
  @Override
  public void warmUp() {
    panels[2].want();
  }

  @Override
  public void runEnded() {
    if (!hasRun) {
      hasRun = true;
      warmer.release();
    }
  }

  @Override
  public void awaitCompiled() throws InterruptedException {
    warmer.await();
  }
}
