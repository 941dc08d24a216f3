package io.scopegraph.cli;

import io.scopegraph.examples.picture.PictureFile;
import io.scopegraph.op.DataFormat;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Option;

/// How a picture becomes an input: `(v / 255 - mean) / std` for each channel v, resized to the
/// input's height and width.
final class PictureOptions {
  @Option(
      names = "--layout",
      defaultValue = "NCHW",
      description =
          "Layout of a picture input: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private DataFormat layout = DataFormat.NCHW;

  @Option(
      names = "--channels",
      defaultValue = "RGB",
      description =
          "Order of a picture's channels: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Channels channels = Channels.RGB;

  @Option(
      names = "--mean",
      split = ",",
      paramLabel = "M",
      description = "Mean of a picture's values in 0..1, one or one a channel (default: 0).")
  private float[] mean = {};

  @Option(
      names = "--std",
      split = ",",
      paramLabel = "S",
      description = "Deviation of a picture's values, one or one a channel (default: 1).")
  private float[] deviation = {};

  /// The order of the channels.
  enum Channels {
    RGB,
    BGR,
    GRAY
  }

  static boolean isPicture(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg");
  }

  /// Reads a picture for an input of a declared shape, of which height and width may be unknown;
  /// the picture's own are taken then.
  ///
  /// @throws io.scopegraph.examples.picture.PictureFormatException if the file is not a picture
  /// @throws IllegalArgumentException if the input cannot hold a picture
  Tensor read(Path file, String input, Shape declared) {
    BufferedImage picture = PictureFile.read(file);
    int count = channels == Channels.GRAY ? 1 : 3;
    requireStatistics(mean, count, "--mean");
    requireStatistics(deviation, count, "--std");
    if (declared.isRankKnown() && declared.rank() != 4) {
      throw new IllegalArgumentException(
          "Input \"%s\" of shape %s cannot hold a picture".formatted(input, declared));
    }
    boolean heightKnown = declared.isRankKnown() && declared.isKnown(layout.heightAxis());
    boolean widthKnown = declared.isRankKnown() && declared.isKnown(layout.widthAxis());
    int height = heightKnown ? Math.toIntExact(layout.height(declared)) : picture.getHeight();
    int width = widthKnown ? Math.toIntExact(layout.width(declared)) : picture.getWidth();
    return toTensor(resize(picture, width, height), count);
  }

  private Tensor toTensor(BufferedImage picture, int count) {
    int height = picture.getHeight();
    int width = picture.getWidth();
    int[] pixels = picture.getRGB(0, 0, width, height, null, 0, width);
    float[] values = new float[count * pixels.length];
    for (int pixel = 0; pixel < pixels.length; pixel++) {
      for (int channel = 0; channel < count; channel++) {
        int index =
            layout == DataFormat.NCHW ? channel * pixels.length + pixel : pixel * count + channel;
        float value = channel(pixels[pixel], channel) / 255f;
        values[index] = (value - at(mean, channel, 0)) / at(deviation, channel, 1);
      }
    }
    return Tensor.ofFloats(layout.shape(1, height, width, count), values);
  }

  private float channel(int rgb, int channel) {
    int red = rgb >> 16 & 0xFF;
    int green = rgb >> 8 & 0xFF;
    int blue = rgb & 0xFF;
    return switch (channels) {
      case GRAY -> 0.299f * red + 0.587f * green + 0.114f * blue;
      case RGB -> channel == 0 ? red : channel == 1 ? green : blue;
      case BGR -> channel == 0 ? blue : channel == 1 ? green : red;
    };
  }

  private static BufferedImage resize(BufferedImage picture, int width, int height) {
    BufferedImage canvas = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = canvas.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.drawImage(picture, 0, 0, width, height, null);
    graphics.dispose();
    return canvas;
  }

  private static float at(float[] statistics, int channel, float absent) {
    return switch (statistics.length) {
      case 0 -> absent;
      case 1 -> statistics[0];
      default -> statistics[channel];
    };
  }

  private static void requireStatistics(float[] statistics, int count, String option) {
    if (statistics.length > 1 && statistics.length != count) {
      throw new IllegalArgumentException(
          "%s takes 1 or %d numbers, found %d".formatted(option, count, statistics.length));
    }
  }
}
