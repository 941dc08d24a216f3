package io.scopegraph.examples.upscale;

import io.scopegraph.examples.picture.Pixels;
import io.scopegraph.graph.Graph;
import io.scopegraph.runtime.MemoryReport;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.SessionOptions;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.weights.LoadOptions;
import io.scopegraph.weights.Weights;
import java.awt.image.BufferedImage;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/// Pictures of twice the width and height, that is of four times the pixels.
///
/// A network ([FsrcnnNetwork]) enlarges the brightness, bicubic interpolation the colours, in which
/// eyes see less detail. Large pictures go through the network in overlapping tiles of one size, so
/// that the memory does not grow with the picture; seams cannot show, as the overlap is as wide as
/// the network sees.
///
/// Safe for use by any thread.
public final class Upscaler implements AutoCloseable {
  /// How many times as wide and as high the result is.
  public static final int FACTOR = FsrcnnNetwork.FACTOR;

  /// The side of the largest part of a picture that is enlarged in one run.
  private static final int LARGEST_TILE = 256;

  private final Session session;
  private final int largestTile;

  private Upscaler(Session session, int largestTile) {
    this.session = session;
    this.largestTile = largestTile;
  }

  /// Opens the network with the weights of a file, a TensorFlow checkpoint for example, that has
  /// exactly its variables, besides what belongs to training.
  ///
  /// @throws io.scopegraph.io.ModelFormatException if the file cannot be read
  /// @throws io.scopegraph.weights.WeightMismatchException if it holds other variables
  public static Upscaler open(Path weights, SessionOptions options) {
    return open(weights, options, LARGEST_TILE);
  }

  static Upscaler open(Path weights, SessionOptions options, int largestTile) {
    Weights file = Weights.load(weights);
    Session session = Session.open(graph(), options);
    try {
      file.into(session, LoadOptions.STRICT.skipSlots());
      return new Upscaler(session, largestTile);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /// The network, with the weights that training would begin with.
  public static Graph graph() {
    return FsrcnnNetwork.graph();
  }

  /// Prints the variables and the output of the network.
  public static void print(PrintStream out) {
    Graph network = graph();
    network
        .variables()
        .forEach((name, node) -> out.printf("variable  %s  %s%n", name, node.outputs().getFirst()));
    network
        .outputs()
        .forEach((name, value) -> out.printf("result    %s  %s%n", name, network.spec(value)));
  }

  /// For people: `cpu (2 threads, 512-bit vectors)`.
  public String deviceName() {
    return session.deviceName();
  }

  /// What is held on the device.
  public MemoryReport memoryReport() {
    return session.memoryReport();
  }

  /// The picture, twice as wide and as high; what is transparent is laid on white.
  public BufferedImage upscale(BufferedImage picture) {
    ColourPlanes planes = ColourPlanes.of(Pixels.of(picture));
    return new ColourPlanes(
            upscale(planes.luma()), planes.blue().enlarged(FACTOR), planes.red().enlarged(FACTOR))
        .toImage();
  }

  /// Brightness from 0 to 1, as the network enlarges it; results can lie a little outside.
  Plane upscale(Plane luma) {
    float[] enlarged = new float[luma.values().length * FACTOR * FACTOR];
    Plane target = new Plane(luma.width() * FACTOR, luma.height() * FACTOR, enlarged);
    for (int top = 0; top < luma.height(); top += largestTile) {
      for (int left = 0; left < luma.width(); left += largestTile) {
        enlargeTile(luma, left, top, target);
      }
    }
    return target;
  }

  /// Fills in what comes from the tile at a place. The window around the tile has the same size for
  /// all tiles of a picture; where it would stick out it is moved inwards.
  private void enlargeTile(Plane luma, int left, int top, Plane target) {
    int width = Math.min(luma.width(), largestTile + 2 * FsrcnnNetwork.REACH);
    int height = Math.min(luma.height(), largestTile + 2 * FsrcnnNetwork.REACH);
    int windowLeft = Math.clamp(left - FsrcnnNetwork.REACH, 0, luma.width() - width);
    int windowTop = Math.clamp(top - FsrcnnNetwork.REACH, 0, luma.height() - height);
    float[] window = new float[width * height];
    for (int y = 0; y < height; y++) {
      System.arraycopy(
          luma.values(), (windowTop + y) * luma.width() + windowLeft, window, y * width, width);
    }
    Tensor input = Tensor.ofFloats(Shape.of(1, height, width, 1), window);
    Tensor output = session.run(Map.of("luma", input), results -> results.get("enlarged").copy());
    int right = Math.min(left + largestTile, luma.width());
    int bottom = Math.min(top + largestTile, luma.height());
    for (int y = FACTOR * top; y < FACTOR * bottom; y++) {
      for (int x = FACTOR * left; x < FACTOR * right; x++) {
        long row = y - (long) FACTOR * windowTop;
        target.values()[y * target.width() + x] =
            output.getFloat(row * FACTOR * width + x - (long) FACTOR * windowLeft);
      }
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
