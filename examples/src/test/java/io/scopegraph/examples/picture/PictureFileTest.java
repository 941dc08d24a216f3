package io.scopegraph.examples.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFileTest {
  @TempDir Path folder;

  @Test
  void readsPngAndJpeg() throws IOException {
    for (String format : new String[] {"png", "jpg"}) {
      Path file = Files.write(folder.resolve("picture." + format), encoded(format, 20, 10));
      BufferedImage image = PictureFile.read(file);
      assertThat(image.getWidth()).isEqualTo(20);
      assertThat(image.getHeight()).isEqualTo(10);
    }
  }

  @Test
  void namesTheFileAndTheProblem() throws IOException {
    assertMessage(folder.resolve("none.png"), "none.png: no such file");
    assertMessage(folder, "is a directory");
    assertMessage(Files.createFile(folder.resolve("empty.png")), "empty.png: the file is empty");
    assertMessage(
        Files.writeString(folder.resolve("text.png"), "hello"),
        "text.png: neither a PNG nor a JPEG file");
  }

  /// Some cuts leave all pixels in place; any other must give the one kind of exception.
  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg"})
  void survivesTruncationAtEveryByte(String format) throws IOException {
    byte[] file = encoded(format, 8, 8);
    int refused = 0;
    for (int length = 0; length < file.length; length++) {
      refused += isRefused(Arrays.copyOf(file, length)) ? 1 : 0;
    }
    assertThat(refused).isGreaterThan(file.length / 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg"})
  void survivesDamage(String format) throws IOException {
    byte[] file = encoded(format, 16, 16);
    Random random = new Random(11);
    int refused = 0;
    for (int i = 0; i < 2000; i++) {
      byte[] damaged = file.clone();
      for (int k = 0; k <= i % 3; k++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      refused += isRefused(damaged) ? 1 : 0;
    }
    assertThat(refused).isPositive();
  }

  @Test
  void refusesHugePicturesBeforeDecodingThem() throws IOException {
    byte[] file = encoded("png", 8, 8);
    ByteBuffer header = ByteBuffer.wrap(file);
    header.putInt(16, 60_000).putInt(20, 50_000);
    CRC32 crc = new CRC32();
    crc.update(file, 12, 17);
    header.putInt(29, (int) crc.getValue());
    assertThatThrownBy(() -> PictureFile.decode(file, "huge.png"))
        .isInstanceOf(PictureFormatException.class)
        .hasMessage("huge.png: 60000 x 50000 pixels, at most 64,000,000 pixels are read");
  }

  @Test
  void refusesCmyk() throws IOException {
    byte[] file = encoded("jpg", 8, 8);
    for (int i = 0; i + 9 < file.length; i++) {
      if ((file[i] & 0xFF) == 0xFF && (file[i + 1] & 0xFF) == 0xC0) {
        file[i + 9] = 4;
      }
    }
    assertThatThrownBy(() -> PictureFile.decode(file, "cmyk.jpg"))
        .hasMessageContaining("CMYK")
        .isInstanceOf(PictureFormatException.class);
  }

  /// Where the top left pixel of the stored picture, 16 x 8 with a white left upper quarter, must
  /// appear.
  @ParameterizedTest
  @CsvSource({
    "1, 16, 8, 0, 0",
    "2, 16, 8, 15, 0",
    "3, 16, 8, 15, 7",
    "4, 16, 8, 0, 7",
    "5, 8, 16, 0, 0",
    "6, 8, 16, 7, 0",
    "7, 8, 16, 7, 15",
    "8, 8, 16, 0, 15",
    "9, 16, 8, 0, 0"
  })
  void turnsAsTheCameraWasHeld(int orientation, int width, int height, int x, int y)
      throws IOException {
    BufferedImage image = new BufferedImage(16, 8, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 8 * 4; i++) {
      image.setRGB(i % 8, i / 8, 0xFFFFFF);
    }
    BufferedImage read =
        PictureFile.decode(withOrientation(encoded("jpg", image), orientation), "turned.jpg");
    assertThat(read.getWidth()).isEqualTo(width);
    assertThat(read.getHeight()).isEqualTo(height);
    assertThat(read.getRGB(x, y) & 0xFF).isGreaterThan(200);
    assertThat(read.getRGB(width - 1 - x, height - 1 - y) & 0xFF).isLessThan(50);
  }

  private static byte[] withOrientation(byte[] jpeg, int orientation) {
    ByteBuffer segment = ByteBuffer.allocate(36);
    segment.putShort((short) 0xFFE1).putShort((short) 34);
    segment.put("Exif\0\0MM\0*".getBytes(StandardCharsets.US_ASCII)).putInt(8);
    segment.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
    segment.putShort((short) orientation).putShort((short) 0).putInt(0);
    return ByteBuffer.allocate(jpeg.length + 36)
        .put(jpeg, 0, 2)
        .put(segment.array())
        .put(jpeg, 2, jpeg.length - 2)
        .array();
  }

  private static boolean isRefused(byte[] file) {
    try {
      PictureFile.decode(file, "damaged");
      return false;
    } catch (PictureFormatException e) {
      assertThat(e.getMessage()).startsWith("damaged: ").doesNotContain("\n");
      return true;
    }
  }

  private static void assertMessage(Path file, String message) {
    assertThatThrownBy(() -> PictureFile.read(file))
        .isInstanceOf(PictureFormatException.class)
        .hasMessageContaining(message);
  }

  private static byte[] encoded(String format, int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(3);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, random.nextInt());
    }
    return encoded(format, image);
  }

  private static byte[] encoded(String format, BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, format, bytes);
    return bytes.toByteArray();
  }
}
