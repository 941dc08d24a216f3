package io.scopegraph.cpu.kernel;

import io.scopegraph.cpu.memory.FloatRange;
import org.jspecify.annotations.Nullable;

/// The bias of a convolution that computes several neighbouring columns of the output as the
/// channels of one pixel; mostly it is just one.
final class RepeatedBias {
  private final @Nullable FloatRange given;
  private final int columns;
  private final int channels;
  private final @Nullable FloatRange repeated;

  /// @param columns how many columns make up one pixel
  /// @param channels channels of one column
  /// @param workspace [#workspaceSize] floats
  RepeatedBias(@Nullable FloatRange given, int columns, int channels, FloatRange workspace) {
    this.given = given;
    this.columns = columns;
    this.channels = channels;
    this.repeated =
        given == null || columns == 1 ? given : workspace.part(0, 4L * columns * channels);
  }

  /// Floats of workspace.
  static int workspaceSize(int columns, int channels) {
    return columns == 1 ? 0 : Math.multiplyExact(columns, channels);
  }

  /// One value for each channel of each column, or null.
  float @Nullable [] array() {
    return repeated == null ? null : repeated.array();
  }

  /// Where the first value is.
  int at() {
    return repeated == null ? 0 : repeated.at();
  }

  /// Copies what is given for one column to all of them.
  void update() {
    if (given == null || repeated == null || columns == 1) {
      return;
    }
    for (int column = 0; column < columns; column++) {
      int to = repeated.at() + column * channels;
      System.arraycopy(given.array(), given.at(), repeated.array(), to, channels);
    }
  }
}
