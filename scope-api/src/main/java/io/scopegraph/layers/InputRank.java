package io.scopegraph.layers;

import io.scopegraph.builder.Operand;

/// What layers ask of their input before they make variables.
final class InputRank {
  private InputRank() {}

  static void check(Layer<?> layer, Operand x, int rank) {
    if (x.shape().isRankKnown() && x.shape().rank() != rank) {
      throw new IllegalArgumentException(
          "Input 0 of %s is incompatible with the layer: expected ndim=%d, found ndim=%d. Full shape received: %s"
              .formatted(layer, rank, x.shape().rank(), x));
    }
  }
}
