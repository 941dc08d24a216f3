package io.scopegraph.cpu.kernel;

/// How output channels are cut into panels of packed weights.
public interface PanelLayout {
  /// The number of channels in every panel but the last, where `channels` channels are computed.
  int panel(int channels);

  /// How many panels `channels` channels are computed in. The last has what the others leave, which
  /// may be more than [#panel].
  int panels(int channels);

  /// The length of a row of packed weights for a panel of `channels` channels.
  int panelWidth(int channels);
}
