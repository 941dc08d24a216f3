package io.scopegraph.examples.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// PNG files of two pixels in each colour type and depth, written by hand.
class PngKindsTest {
  private static final int GREY = 0;
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int GREY_ALPHA = 4;
  private static final int RGB_ALPHA = 6;

  private static final int[] COLOURS = {10, 20, 30, 40, 50, 60};

  static Stream<Arguments> kinds() {
    return Stream.of(
        arguments("grey 1", png(1, GREY, bytes(0x40)), 0x000000, 0xFFFFFF),
        arguments("grey 2", png(2, GREY, bytes(0x60)), 0x555555, 0xAAAAAA),
        arguments("grey 4", png(4, GREY, bytes(0x5A)), 0x555555, 0xAAAAAA),
        arguments("grey 8", png(8, GREY, bytes(100, 200)), 0x646464, 0xC8C8C8),
        arguments("grey 16", png(16, GREY, bytes(100, 0, 200, 0)), 0x646464, 0xC8C8C8),
        arguments(
            "grey 8, one grey transparent",
            png(8, GREY, bytes(100, 200), chunk("tRNS", 0, 100)),
            0xFFFFFF,
            0xC8C8C8),
        arguments("rgb 8", png(8, RGB, bytes(COLOURS)), 0x0A141E, 0x28323C),
        arguments(
            "rgb 16",
            png(16, RGB, bytes(10, 0, 20, 0, 30, 0, 40, 0, 50, 0, 60, 0)),
            0x0A141E,
            0x28323C),
        arguments(
            "rgb 8, one colour transparent",
            png(8, RGB, bytes(COLOURS), chunk("tRNS", 0, 10, 0, 20, 0, 30)),
            0xFFFFFF,
            0x28323C),
        arguments(
            "palette 4", png(4, PALETTE, bytes(0x01), chunk("PLTE", COLOURS)), 0x0A141E, 0x28323C),
        arguments(
            "palette 8, one entry transparent",
            png(8, PALETTE, bytes(0, 1), chunk("PLTE", COLOURS), chunk("tRNS", 0)),
            0xFFFFFF,
            0x28323C),
        arguments("grey 8, alpha", png(8, GREY_ALPHA, bytes(0, 51, 200, 255)), 0xCCCCCC, 0xC8C8C8),
        arguments(
            "grey 16, alpha",
            png(16, GREY_ALPHA, bytes(0, 0, 51, 51, 200, 0, 255, 255)),
            0xCCCCCC,
            0xC8C8C8),
        arguments(
            "rgb 8, alpha",
            png(8, RGB_ALPHA, bytes(0, 0, 0, 51, 40, 50, 60, 255)),
            0xCCCCCC,
            0x28323C),
        arguments(
            "rgb 16, alpha",
            png(16, RGB_ALPHA, bytes(0, 0, 0, 0, 0, 0, 51, 51, 40, 0, 50, 0, 60, 0, 255, 255)),
            0xCCCCCC,
            0x28323C));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void keepsColoursAndLaysTransparencyOnWhite(String kind, byte[] file, int first, int second) {
    Pixels pixels = Pixels.of(PictureFile.decode(file, kind));
    assertThat(colour(pixels, 0)).isEqualTo(first);
    assertThat(colour(pixels, 1)).isEqualTo(second);
  }

  private static int colour(Pixels pixels, int x) {
    return (pixels.component(x, 0, 2) << 16)
        | (pixels.component(x, 0, 1) << 8)
        | pixels.component(x, 0, 0);
  }

  private static byte[] png(int depth, int colourType, byte[] row, byte[]... chunks) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try {
      try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
        deflater.write(0);
        deflater.write(row);
      }
      file.writeBytes(bytes(0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'));
      file.writeBytes(chunk("IHDR", 0, 0, 0, 2, 0, 0, 0, 1, depth, colourType, 0, 0, 0));
      for (byte[] chunk : chunks) {
        file.writeBytes(chunk);
      }
      file.writeBytes(chunk("IDAT", packed.toByteArray()));
      file.writeBytes(chunk("IEND"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return file.toByteArray();
  }

  private static byte[] chunk(String type, int... content) {
    return chunk(type, bytes(content));
  }

  private static byte[] chunk(String type, byte[] content) {
    ByteBuffer chunk = ByteBuffer.allocate(12 + content.length);
    chunk.putInt(content.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(content);
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), 4, 4 + content.length);
    return chunk.putInt((int) crc.getValue()).array();
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
