package io.scopegraph.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Writes all generated kernels. Argument: the folder that is the root of the packages.
public final class GenerateKernels {
  /// Pixels and vectors of the tiles. Sixteen to eighteen accumulators keep a processor with 32
  /// vector registers busy, eight one with 16.
  private static final int[][] TILES = {{8, 2}, {4, 2}, {6, 3}, {8, 1}};

  /// Taps a row and stride of the depthwise kernels.
  private static final int[][] SLIDING = {{3, 1}, {3, 2}, {5, 1}, {5, 2}};

  private GenerateKernels() {}

  /// Writes the files.
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      throw new IllegalArgumentException(
          "expected one folder, found %d arguments".formatted(arguments.length));
    }
    Path folder = Path.of(arguments[0]).resolve(KernelSource.PACKAGE.replace('.', '/'));
    Files.createDirectories(folder);
    for (KernelSource source : all()) {
      Files.writeString(folder.resolve(source.name() + ".java"), source.text());
    }
  }

  /// Every kernel.
  static List<KernelSource> all() {
    List<KernelSource> all = new ArrayList<>();
    for (int[] tile : TILES) {
      all.add(new TileTemplate(tile[0], tile[1]).source());
    }
    for (int[] sliding : SLIDING) {
      all.add(new SlidingTemplate(sliding[0], sliding[1]).source());
    }
    return all;
  }
}
