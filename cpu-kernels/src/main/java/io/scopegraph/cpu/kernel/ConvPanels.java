package io.scopegraph.cpu.kernel;

/// The panels that the output channels of a convolution are computed in, group by group, and where
/// each lies in the packed filter.
final class ConvPanels {
  private final FloatKernels kernels;
  private final ConvShape shape;
  private final int perGroup;
  private final int full;
  private final int groupPacked;

  ConvPanels(FloatKernels kernels, ConvShape shape) {
    this.kernels = kernels;
    this.shape = shape;
    this.full = kernels.panel(shape.groupOutChannels());
    this.perGroup = shape.isDepthwise() ? 1 : kernels.panels(shape.groupOutChannels());
    int before = (perGroup - 1) * full;
    int padded = before + kernels.panelWidth(shape.groupOutChannels() - before);
    this.groupPacked = Math.multiplyExact(shape.walkRows(), padded);
  }

  int count() {
    return shape.isDepthwise() ? 1 : shape.groups() * perGroup;
  }

  /// Floats of the packed filter.
  int packedSize() {
    return shape.isDepthwise()
        ? shape.filterSize()
        : Math.multiplyExact(groupPacked, shape.groups());
  }

  /// The group whose input channels a panel sees.
  int group(int panel) {
    return panel / perGroup;
  }

  /// One more than the last panel of a group.
  int after(int group) {
    return (group + 1) * perGroup;
  }

  /// The first output channel of a panel.
  int channel(int panel) {
    return shape.isDepthwise()
        ? 0
        : group(panel) * shape.groupOutChannels() + panel % perGroup * full;
  }

  /// How many output channels a panel has.
  int channels(int panel) {
    if (shape.isDepthwise()) {
      return shape.channels();
    }
    int number = panel % perGroup;
    return number == perGroup - 1 ? shape.groupOutChannels() - number * full : full;
  }

  /// One more than the last output channel of a panel.
  int end(int panel) {
    return channel(panel) + channels(panel);
  }

  /// Where a panel starts in the packed filter.
  int packedAt(int panel) {
    return group(panel) * groupPacked + panel % perGroup * full * shape.walkRows();
  }

  /// The length of a row of packed weights.
  int width(int panel) {
    return kernels.panelWidth(channels(panel));
  }
}
