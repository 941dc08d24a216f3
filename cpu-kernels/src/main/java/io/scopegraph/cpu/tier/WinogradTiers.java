package io.scopegraph.cpu.tier;

import io.scopegraph.cpu.kernel.Activation;

/// The tier of each transformation of Winograd's algorithm.
final class WinogradTiers {
  private static final Activation[] ACTIVATIONS = {
    Activation.RELU, Activation.NONE, Activation.clip(0, 6)
  };

  final Tier patch;
  final Tier tile;
  final Tier finish;

  WinogradTiers(TierSet set) {
    patch =
        set.tier(() ->
            new RowExercise(
                "Winograd patch",
                (kernels, x, _, _, out, n) -> {
                  int each = n / 6;
                  kernels.winogradPatch(
                      x, 0, 1, each, each + 1, 2 * each, 3 * each, out, 0, each, each);
                }));
    tile =
        set.tier(() ->
            new RowExercise(
                "Winograd tile",
                (kernels, x, _, _, out, n) ->
                    kernels.winogradTile(x, 0, n / 6, out, 0, n / 6, n / 6)));
    finish =
        set.tier(() ->
            new RowExercise(
                "Winograd finish",
                (kernels, x, y, z, out, n) ->
                    kernels.finish(
                        x,
                        0,
                        n % 3 == 0 ? null : y,
                        0,
                        n % 2 == 0 ? null : z,
                        0,
                        out,
                        0,
                        n,
                        ACTIVATIONS[n % 5 % ACTIVATIONS.length])));
  }
}
