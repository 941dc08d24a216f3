package io.scopegraph.examples.picture;

import java.awt.geom.AffineTransform;
import java.awt.image.AffineTransformOp;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// Decodes PNG and JPEG files. Whatever the bytes are, the outcome is a picture or a
/// [PictureFormatException].
public final class PictureFile {
  /// Pictures with more pixels are refused before anything is decoded.
  public static final long MAX_PIXELS = 64_000_000;

  private static final long MAX_BYTES = 512L << 20;

  private PictureFile() {}

  /// Decodes a file, turned upright as its EXIF orientation says.
  ///
  /// @throws PictureFormatException if it is missing, empty, damaged, too large, or neither PNG nor
  ///   RGB or grey JPEG
  public static BufferedImage read(Path file) {
    String name = file.toString();
    try {
      if (Files.isDirectory(file)) {
        throw new PictureFormatException(name + ": is a directory, expected a PNG or JPEG file");
      }
      if (Files.size(file) > MAX_BYTES) {
        throw new PictureFormatException(
            "%s: has %,d bytes, at most %,d are read".formatted(name, Files.size(file), MAX_BYTES));
      }
      return decode(Files.readAllBytes(file), name);
    } catch (NoSuchFileException e) {
      throw new PictureFormatException(name + ": no such file", e);
    } catch (IOException e) {
      throw new PictureFormatException(name + ": cannot be read: " + oneLine(e), e);
    }
  }

  /// Decodes a resource of a class.
  ///
  /// @throws PictureFormatException as [#read]
  public static BufferedImage readResource(Class<?> owner, String name) {
    try (InputStream stream = owner.getResourceAsStream(name)) {
      if (stream == null) {
        throw new PictureFormatException(name + ": no such resource beside " + owner.getName());
      }
      return decode(stream.readAllBytes(), name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Decodes the bytes of a PNG or JPEG file.
  ///
  /// @param name what error messages call it
  /// @throws PictureFormatException as [#read]
  public static BufferedImage decode(byte[] file, String name) {
    if (file.length == 0) {
      throw new PictureFormatException(name + ": the file is empty");
    }
    if (startsWith(file, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n')) {
      return decode(file, name, "PNG");
    }
    if (startsWith(file, 0xFF, 0xD8, 0xFF)) {
      JpegHeader header = JpegHeader.parse(file);
      if (header.components() == 4) {
        throw new PictureFormatException(
            name + ": JPEG in CMYK colours is not supported; save it as RGB");
      }
      return upright(decode(file, name, "JPEG"), header.orientation());
    }
    throw new PictureFormatException(name + ": neither a PNG nor a JPEG file");
  }

  private static BufferedImage decode(byte[] file, String name, String format) {
    ImageReader reader =
        ImageIO.getImageReadersByFormatName(format.toLowerCase(Locale.ROOT)).next();
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(stream, true, true);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      if ((long) width * height > MAX_PIXELS) {
        throw new PictureFormatException(
            "%s: %d x %d pixels, at most %,d pixels are read"
                .formatted(name, width, height, MAX_PIXELS));
      }
      return reader.read(0);
    } catch (PictureFormatException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The decoders answer damaged files with many kinds of unchecked exceptions as well.
      throw new PictureFormatException(
          "%s: damaged %s file: %s".formatted(name, format, oneLine(e)), e);
    } finally {
      reader.dispose();
    }
  }

  private static BufferedImage upright(BufferedImage image, int orientation) {
    if (orientation == 1) {
      return image;
    }
    double w = image.getWidth();
    double h = image.getHeight();
    AffineTransform transform =
        switch (orientation) {
          case 2 -> new AffineTransform(-1, 0, 0, 1, w, 0);
          case 3 -> new AffineTransform(-1, 0, 0, -1, w, h);
          case 4 -> new AffineTransform(1, 0, 0, -1, 0, h);
          case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
          case 6 -> new AffineTransform(0, 1, -1, 0, h, 0);
          case 7 -> new AffineTransform(0, -1, -1, 0, h, w);
          case 8 -> new AffineTransform(0, -1, 1, 0, 0, w);
          default -> throw new IllegalArgumentException("EXIF orientation " + orientation);
        };
    boolean sidesSwap = orientation >= 5;
    BufferedImage target =
        new BufferedImage(
            sidesSwap ? image.getHeight() : image.getWidth(),
            sidesSwap ? image.getWidth() : image.getHeight(),
            image.getType());
    return new AffineTransformOp(transform, AffineTransformOp.TYPE_NEAREST_NEIGHBOR)
        .filter(image, target);
  }

  private static boolean startsWith(byte[] file, int... signature) {
    for (int i = 0; i < signature.length; i++) {
      if (i >= file.length || (file[i] & 0xFF) != signature[i]) {
        return false;
      }
    }
    return true;
  }

  private static String oneLine(Throwable problem) {
    String message = problem.getMessage();
    return message == null
        ? problem.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
