package io.scopegraph.cli;

import io.scopegraph.examples.picture.PictureFile;
import io.scopegraph.examples.upscale.Upscaler;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Doubles the width and the height of a picture.
@Command(
    name = "upscale",
    description =
        "Double the width and height of a picture with FSRCNN, whose weights come from a checkpoint.")
final class UpscaleCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "IMAGE", description = "A PNG or JPEG file.")
  private Path image = Path.of("");

  @Option(
      names = "--checkpoint",
      paramLabel = "PATH",
      required = true,
      description =
          "Weights of FSRCNN x2: a TensorFlow checkpoint (its prefix or folder), safetensors or npz"
              + " with the variables f1 to f8, b1 to b8 and alpha1 to alpha7.")
  private Path checkpoint = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "PNG",
      required = true,
      description = "Where the enlarged picture is written.")
  private Path output = Path.of("");

  @Mixin private DeviceArguments device = new DeviceArguments();

  @Override
  public Integer call() {
    BufferedImage picture = PictureFile.read(image);
    try (Upscaler upscaler = Upscaler.open(checkpoint, device.options().name("upscale").build())) {
      long start = System.nanoTime();
      BufferedImage enlarged = upscaler.upscale(picture);
      double milliseconds = (System.nanoTime() - start) / 1e6;
      write(enlarged);
      System.out.printf(
          Locale.ROOT,
          "%s: %d x %d pixels, from %d x %d, %.0f ms on %s%n",
          output,
          enlarged.getWidth(),
          enlarged.getHeight(),
          picture.getWidth(),
          picture.getHeight(),
          milliseconds,
          upscaler.deviceName());
    }
    return ExitCode.SUCCESS.code();
  }

  private void write(BufferedImage picture) {
    try (var stream = Files.newOutputStream(output)) {
      ImageIO.write(picture, "png", stream);
    } catch (IOException error) {
      throw new FileException(output, error);
    }
  }
}
