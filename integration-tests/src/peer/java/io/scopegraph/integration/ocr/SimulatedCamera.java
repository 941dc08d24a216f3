package io.scopegraph.integration.ocr;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.FileImageOutputStream;

/// Makes a drawn page look as if it lay on a table and was photographed: seen at an angle and slightly turned, lit from
/// one side, out of focus, with sensor noise, compressed as JPEG. It stands in for real photographs; it is none.
final class SimulatedCamera {
  private static final float JPEG_QUALITY = 0.72f;
  private static final double NOISE = 5;

  private SimulatedCamera() {}

  /// The page on a dark table, seen from the lower left; the same seed gives the same picture.
  static BufferedImage photograph(BufferedImage page, int width, int height, long seed) {
    float[][][] light = new float[height][width][];
    double[] toPage = homography(width, height, page.getWidth(), page.getHeight());
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double w = toPage[6] * x + toPage[7] * y + 1;
        double pageX = (toPage[0] * x + toPage[1] * y + toPage[2]) / w;
        double pageY = (toPage[3] * x + toPage[4] * y + toPage[5]) / w;
        float[] colour = sample(page, pageX, pageY, x, y);
        float brightness = (float) (1.02 - 0.30 * x / width - 0.16 * y / height);
        for (int c = 0; c < 3; c++) {
          colour[c] *= brightness;
        }
        light[y][x] = colour;
      }
    }
    return developed(light, width, height, new Random(seed));
  }

  /// Coefficients a..h of the map from picture to page for four corners picked so that the page is turned by about
  /// three degrees and its far side is shorter than its near one.
  private static double[] homography(int width, int height, int pageWidth, int pageHeight) {
    double[][] picture = {
      {0.12 * width, 0.07 * height},
      {0.87 * width, 0.115 * height},
      {0.955 * width, 0.94 * height},
      {0.055 * width, 0.90 * height}
    };
    double[][] corners = {{0, 0}, {pageWidth, 0}, {pageWidth, pageHeight}, {0, pageHeight}};
    double[][] system = new double[8][9];
    for (int i = 0; i < 4; i++) {
      double x = picture[i][0];
      double y = picture[i][1];
      double u = corners[i][0];
      double v = corners[i][1];
      system[2 * i] = new double[] {x, y, 1, 0, 0, 0, -u * x, -u * y, u};
      system[2 * i + 1] = new double[] {0, 0, 0, x, y, 1, -v * x, -v * y, v};
    }
    return solve(system);
  }

  private static double[] solve(double[][] system) {
    int n = system.length;
    for (int column = 0; column < n; column++) {
      int pivot = column;
      for (int row = column + 1; row < n; row++) {
        if (Math.abs(system[row][column]) > Math.abs(system[pivot][column])) {
          pivot = row;
        }
      }
      double[] swap = system[column];
      system[column] = system[pivot];
      system[pivot] = swap;
      for (int row = 0; row < n; row++) {
        if (row != column) {
          double factor = system[row][column] / system[column][column];
          for (int k = column; k <= n; k++) {
            system[row][k] -= factor * system[column][k];
          }
        }
      }
    }
    double[] solution = new double[n];
    for (int i = 0; i < n; i++) {
      solution[i] = system[i][n] / system[i][i];
    }
    return solution;
  }

  /// The page's colour, or that of a table with a grain where there is no page.
  private static float[] sample(BufferedImage page, double pageX, double pageY, int x, int y) {
    int left = (int) Math.floor(pageX);
    int top = (int) Math.floor(pageY);
    if (left < 0 || top < 0 || left + 1 >= page.getWidth() || top + 1 >= page.getHeight()) {
      float grain = (float) (6 * Math.sin(x * 0.013 + 3 * Math.sin(y * 0.11)));
      return new float[] {92 + grain, 66 + grain, 48 + grain};
    }
    double fx = pageX - left;
    double fy = pageY - top;
    float[] colour = new float[3];
    for (int c = 0; c < 3; c++) {
      int shift = 16 - 8 * c;
      double upper =
          ((page.getRGB(left, top) >> shift) & 0xFF) * (1 - fx)
              + ((page.getRGB(left + 1, top) >> shift) & 0xFF) * fx;
      double lower =
          ((page.getRGB(left, top + 1) >> shift) & 0xFF) * (1 - fx)
              + ((page.getRGB(left + 1, top + 1) >> shift) & 0xFF) * fx;
      colour[c] = (float) (upper * (1 - fy) + lower * fy);
    }
    return colour;
  }

  /// Blurs by a small binomial kernel, adds noise, rounds to 8 bits.
  private static BufferedImage developed(float[][][] light, int width, int height, Random random) {
    int[] kernel = {1, 4, 6, 4, 1};
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int packed = 0;
        for (int c = 0; c < 3; c++) {
          float sum = 0;
          for (int dy = -2; dy <= 2; dy++) {
            for (int dx = -2; dx <= 2; dx++) {
              int weight = kernel[dy + 2] * kernel[dx + 2];
              int row = Math.clamp(y + dy, 0, height - 1);
              sum += weight * light[row][Math.clamp(x + dx, 0, width - 1)][c];
            }
          }
          double value = sum / 256 + NOISE * random.nextGaussian();
          packed = (packed << 8) | (int) Math.clamp(value + 0.5, 0, 255);
        }
        picture.setRGB(x, y, packed);
      }
    }
    return picture;
  }

  static void write(BufferedImage picture, Path file) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    parameters.setCompressionQuality(JPEG_QUALITY);
    try (FileImageOutputStream stream = new FileImageOutputStream(file.toFile())) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(picture, null, null), parameters);
    } finally {
      writer.dispose();
    }
  }
}
