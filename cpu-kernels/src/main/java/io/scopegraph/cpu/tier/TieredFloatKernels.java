package io.scopegraph.cpu.tier;

import io.scopegraph.cpu.kernel.Activation;
import io.scopegraph.cpu.kernel.FloatKernels;
import io.scopegraph.cpu.kernel.PanelOperands;
import io.scopegraph.cpu.kernel.Positions;
import io.scopegraph.cpu.kernel.RowKernels;
import io.scopegraph.cpu.kernel.Taps;
import io.scopegraph.cpu.kernel.Walk;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private final Map<Activation.Kind, Tier> activations = new EnumMap<>(Activation.Kind.class);
  private final WinogradTiers winograd;
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
      activations.put(kind, set.tier(() -> exercise(kind)));
    }
    this.winograd = new WinogradTiers(set);
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
      with(panels[2], operands.activation())
          .panels(operands, walk, positions, inShift, weightsAt, biasAt, outShift, channels);
      return;
    }
    if (before > 0) {
      with(panels[2], operands.activation())
          .panels(operands, walk, positions, inShift, weightsAt, biasAt, outShift, before);
    }
    with(panels[vectors], operands.activation())
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

  /// The kernels to call for one kernel and an activation, which has a kernel of its own unless it
  /// is a clamp of bits.
  @SuppressWarnings("ReferenceEquality") // There is one object of each implementation.
  private FloatKernels with(Tier tier, Activation activation) {
    FloatKernels kernels = tier.kernels();
    if (activation.isBitClamp()) {
      return kernels;
    }
    FloatKernels activate = activation(activation).kernels();
    return activate == vector ? kernels : activate;
  }

  private Tier activation(Activation activation) {
    return Objects.requireNonNull(activations.get(activation.kind()));
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
    with(depthwise, activation)
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
  public void winogradPatch(
      float[] in,
      int i0,
      int i1,
      int i2,
      int i3,
      int i4,
      int i5,
      float[] out,
      int outAt,
      int outStep,
      int n) {
    winograd.patch.kernels().winogradPatch(in, i0, i1, i2, i3, i4, i5, out, outAt, outStep, n);
  }

  @Override
  public void winogradTile(
      float[] in, int inAt, int inStep, float[] out, int outAt, int outStep, int n) {
    winograd.tile.kernels().winogradTile(in, inAt, inStep, out, outAt, outStep, n);
  }

  @Override
  public void finish(
      float[] sums,
      int sumsAt,
      float @Nullable [] bias,
      int biasAt,
      float @Nullable [] residual,
      int residualAt,
      float[] out,
      int outAt,
      int n,
      Activation activation) {
    with(winograd.finish, activation)
        .finish(sums, sumsAt, bias, biasAt, residual, residualAt, out, outAt, n, activation);
  }

  @Override
  public void activate(float[] values, int at, int length, Activation activation) {
    activation(activation).kernels().activate(values, at, length, activation);
  }

  @Override
  public RowKernels rows() {
    return rows;
  }

  @Override
  public void warmUp() {
    warmer.start();
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
