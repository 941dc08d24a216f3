package io.scopegraph.integration.ocr;

import com.google.common.collect.ImmutableList;
import io.scopegraph.examples.picture.PictureFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The committed pages, drawn by [DrawOcrPages], and what stands on them.
final class OcrPages {
  /// Five drawn pages and a simulated photograph of a sixth; the number is that of its lines.
  static final List<String> NAMES =
      ImmutableList.of(
          "serif-10", "sans-16", "mixed-20", "mono-24", "condensed-40", "photograph-14");

  private OcrPages() {}

  static BufferedImage picture(String name) {
    String suffix = name.startsWith("photograph") ? ".jpg" : ".png";
    return PictureFile.readResource(OcrPages.class, "/ocr/pages/" + name + suffix);
  }

  /// The true text, line by line, single spaces between words.
  static List<String> truth(String name) {
    return lines("/ocr/pages/" + name + ".txt");
  }

  static List<String> lines(String resource) {
    return new String(bytes(resource), StandardCharsets.UTF_8).lines().toList();
  }

  static byte[] bytes(String resource) {
    try (InputStream stream = OcrPages.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("No test resource " + resource);
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
