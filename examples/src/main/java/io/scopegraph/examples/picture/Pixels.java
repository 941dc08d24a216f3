package io.scopegraph.examples.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferInt;
import java.awt.image.Raster;
import java.util.Arrays;

/// Opaque 8-bit colour pixels, row by row, three bytes each in the order blue, green, red.
///
/// Must not be changed once it is handed on; [#of] may share its bytes with the image it was made
/// from.
public final class Pixels {
  private final int width;
  private final int height;
  private final byte[] bytes;

  Pixels(int width, int height, byte[] bytes) {
    if (width < 1 || height < 1 || bytes.length != 3L * width * height) {
      throw new IllegalArgumentException(
          "%d x %d pixels from %d bytes".formatted(width, height, bytes.length));
    }
    this.width = width;
    this.height = height;
    this.bytes = bytes;
  }

  /// The pixels of an image of any kind; what is transparent is laid on white, grey values become
  /// equal components.
  public static Pixels of(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    Raster raster = image.getRaster();
    boolean whole =
        raster.getParent() == null
            && raster.getSampleModelTranslateX() == 0
            && raster.getSampleModelTranslateY() == 0;
    if (whole && image.getType() == BufferedImage.TYPE_3BYTE_BGR) {
      return new Pixels(width, height, ((DataBufferByte) raster.getDataBuffer()).getData());
    }
    if (whole && image.getType() == BufferedImage.TYPE_INT_RGB) {
      return ofPacked(width, height, ((DataBufferInt) raster.getDataBuffer()).getData());
    }
    if (image.getType() == BufferedImage.TYPE_BYTE_GRAY
        || image.getType() == BufferedImage.TYPE_USHORT_GRAY
        || isGreyWithAlpha(image)) {
      return ofGrey(raster, image.getColorModel());
    }
    return drawnOnWhite(image);
  }

  private static boolean isGreyWithAlpha(BufferedImage image) {
    ColorModel colours = image.getColorModel();
    return colours.getNumColorComponents() == 1
        && colours.getNumComponents() == 2
        && !colours.isAlphaPremultiplied();
  }

  private static Pixels ofPacked(int width, int height, int[] packed) {
    byte[] bytes = new byte[3 * width * height];
    for (int i = 0, to = 0; i < width * height; i++, to += 3) {
      int pixel = packed[i];
      bytes[to] = (byte) pixel;
      bytes[to + 1] = (byte) (pixel >> 8);
      bytes[to + 2] = (byte) (pixel >> 16);
    }
    return new Pixels(width, height, bytes);
  }

  /// Takes grey samples as they are: Java2D's own conversion treats them as linear light and
  /// brightens them.
  private static Pixels ofGrey(Raster raster, ColorModel colours) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    int bands = raster.getNumBands();
    int shift = colours.getComponentSize(0) - 8;
    byte[] bytes = new byte[3 * width * height];
    int[] row = new int[width * bands];
    int to = 0;
    for (int y = 0; y < height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++, to += 3) {
        int grey = row[x * bands] >> shift;
        if (bands == 2) {
          int alpha = row[x * 2 + 1] >> shift;
          grey = (grey * alpha + 255 * (255 - alpha) + 127) / 255;
        }
        Arrays.fill(bytes, to, to + 3, (byte) grey);
      }
    }
    return new Pixels(width, height, bytes);
  }

  private static Pixels drawnOnWhite(BufferedImage image) {
    BufferedImage target =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = target.createGraphics();
    graphics.drawImage(image, 0, 0, Color.WHITE, null);
    graphics.dispose();
    return new Pixels(
        image.getWidth(),
        image.getHeight(),
        ((DataBufferByte) target.getRaster().getDataBuffer()).getData());
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /// One component of a pixel, from 0 to 255.
  ///
  /// @param component 0 blue, 1 green, 2 red
  public int component(int x, int y, int component) {
    return bytes[3 * (y * width + x) + component] & 0xFF;
  }

  byte[] bytes() {
    return bytes;
  }

  /// A copy of a part that lies inside.
  public Pixels crop(int left, int top, int cropWidth, int cropHeight) {
    byte[] part = new byte[3 * cropWidth * cropHeight];
    for (int y = 0; y < cropHeight; y++) {
      System.arraycopy(
          bytes, 3 * ((top + y) * width + left), part, 3 * y * cropWidth, 3 * cropWidth);
    }
    return new Pixels(cropWidth, cropHeight, part);
  }

  /// Turned by 180 degrees.
  public Pixels turnedHalf() {
    byte[] turned = new byte[bytes.length];
    for (int from = 0, to = bytes.length - 3; to >= 0; from += 3, to -= 3) {
      System.arraycopy(bytes, from, turned, to, 3);
    }
    return new Pixels(width, height, turned);
  }

  /// Turned by 90 degrees against the clock.
  public Pixels turnedLeft() {
    byte[] turned = new byte[bytes.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int to = (width - 1 - x) * height + y;
        System.arraycopy(bytes, 3 * (y * width + x), turned, 3 * to, 3);
      }
    }
    return new Pixels(/* width= */ height, /* height= */ width, turned);
  }

  /// Cuts out a parallelogram: pixel (0, 0) of the result is taken around the origin, the result's
  /// sides run along the two vectors. Samples are bilinear; outside of the picture its edge
  /// repeats.
  ///
  /// @param originX the corner that becomes the top left one, in pixels from this picture's top
  ///   left edge
  /// @param acrossX horizontal part of the step from one column of the result to the next
  /// @param downX horizontal part of the step from one row of the result to the next
  public Pixels cropParallelogram(
      double originX,
      double originY,
      double acrossX,
      double acrossY,
      double downX,
      double downY,
      int cropWidth,
      int cropHeight) {
    byte[] part = new byte[3 * cropWidth * cropHeight];
    int to = 0;
    for (int row = 0; row < cropHeight; row++) {
      for (int column = 0; column < cropWidth; column++, to += 3) {
        double x = originX + acrossX * (column + 0.5) + downX * (row + 0.5) - 0.5;
        double y = originY + acrossY * (column + 0.5) + downY * (row + 0.5) - 0.5;
        sample(Math.clamp(x, 0.0, width - 1.0), Math.clamp(y, 0.0, height - 1.0), part, to);
      }
    }
    return new Pixels(cropWidth, cropHeight, part);
  }

  private void sample(double x, double y, byte[] target, int to) {
    int left = (int) x;
    int top = (int) y;
    float fx = (float) (x - left);
    float fy = (float) (y - top);
    int a = 3 * (top * width + left);
    int right = left + 1 < width ? 3 : 0;
    int below = top + 1 < height ? 3 * width : 0;
    for (int c = 0; c < 3; c++) {
      int from = a + c;
      float upper = (bytes[from] & 0xFF) * (1 - fx) + (bytes[from + right] & 0xFF) * fx;
      float lower =
          (bytes[from + below] & 0xFF) * (1 - fx) + (bytes[from + below + right] & 0xFF) * fx;
      target[to + c] = (byte) (int) (upper * (1 - fy) + lower * fy + 0.5f);
    }
  }
}
