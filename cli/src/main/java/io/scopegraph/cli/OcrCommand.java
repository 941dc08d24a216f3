package io.scopegraph.cli;

import io.scopegraph.examples.ocr.Annotator;
import io.scopegraph.examples.ocr.OcrEngine;
import io.scopegraph.examples.ocr.OcrLine;
import io.scopegraph.examples.ocr.OcrOptions;
import io.scopegraph.examples.ocr.OcrPage;
import io.scopegraph.examples.ocr.SamplePage;
import io.scopegraph.examples.picture.PictureFile;
import io.scopegraph.examples.picture.PictureFormatException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Reads the text of pictures.
@Command(
    name = "ocr",
    description = "Read the text of PNG and JPEG pictures; without a picture, of the sample page.")
final class OcrCommand implements Callable<Integer> {
  private static final String SAMPLE = "(sample page)";

  @Parameters(paramLabel = "IMAGE", arity = "0..*", description = "PNG or JPEG files.")
  private List<Path> images = new ArrayList<>();

  @Option(
      names = "--annotate",
      paramLabel = "PNG",
      description =
          "Draw boxes and text into this file; with several images a number is added to its name.")
  private @Nullable Path annotated;

  @Option(names = "--json", description = "Print one JSON array with an object for each image.")
  private boolean json;

  @Mixin private DeviceArguments device = new DeviceArguments();

  /// One image, as printed by `--json`.
  private record Report(
      String image,
      String device,
      int width,
      int height,
      double milliseconds,
      List<OcrLine> lines) {}

  @Override
  public Integer call() {
    ExitCode worst = ExitCode.SUCCESS;
    List<Report> reports = new ArrayList<>();
    int count = Math.max(1, images.size());
    try (OcrEngine engine = OcrEngine.open(OcrOptions.defaults(), device.options().build());
        Progress progress = new Progress(count)) {
      for (int index = 0; index < count; index++) {
        String name = images.isEmpty() ? SAMPLE : images.get(index).toString();
        progress.show(name);
        try {
          BufferedImage picture =
              images.isEmpty() ? SamplePage.load() : PictureFile.read(images.get(index));
          Report report = read(engine, name, picture, index);
          progress.step();
          progress.clear();
          reports.add(report);
          print(report);
        } catch (PictureFormatException error) {
          if (count == 1) {
            throw error;
          }
          progress.clear();
          System.err.println("error: " + error.getMessage());
          worst = ExitCode.FILE;
        }
      }
    }
    if (json) {
      Json.print(reports);
    }
    return worst.code();
  }

  private Report read(OcrEngine engine, String name, BufferedImage picture, int index) {
    long start = System.nanoTime();
    OcrPage page = engine.read(picture);
    double milliseconds = (System.nanoTime() - start) / 1e6;
    if (annotated != null) {
      write(Annotator.annotate(picture, page.lines()), target(annotated, index));
    }
    return new Report(
        name, engine.deviceName(), page.width(), page.height(), milliseconds, page.lines());
  }

  private void print(Report report) {
    if (json) {
      return;
    }
    if (images.size() > 1) {
      System.out.println("== " + report.image());
    }
    report.lines().forEach(line -> System.out.println(line.text()));
    System.err.printf(
        Locale.ROOT,
        "%s: %d lines, %d x %d pixels, %.0f ms on %s%n",
        report.image(),
        report.lines().size(),
        report.width(),
        report.height(),
        report.milliseconds(),
        report.device());
  }

  private Path target(Path file, int index) {
    if (images.size() < 2) {
      return file;
    }
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    String stem = dot < 0 ? name : name.substring(0, dot);
    return file.resolveSibling(
        "%s-%d%s".formatted(stem, index + 1, dot < 0 ? "" : name.substring(dot)));
  }

  private static void write(BufferedImage picture, Path file) {
    try (var stream = Files.newOutputStream(file)) {
      ImageIO.write(picture, "png", stream);
    } catch (IOException error) {
      throw new FileException(file, error);
    }
  }
}
