package io.scopegraph.cli;

import io.scopegraph.examples.ocr.Annotator;
import io.scopegraph.examples.ocr.OcrEngine;
import io.scopegraph.examples.ocr.OcrOptions;
import io.scopegraph.examples.ocr.OcrPage;
import io.scopegraph.runtime.SessionOptions;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Reads the text of pictures.
@Command(
    name = "ocr",
    description = "Read the text of PNG and JPEG pictures; without a picture, of the sample page.")
final class OcrCommand implements Callable<Integer> {
  @Parameters(paramLabel = "IMAGE", arity = "0..*", description = "PNG or JPEG files.")
  private List<Path> images = new ArrayList<>();

  @Option(
      names = "--annotate",
      paramLabel = "PNG",
      description = "Draw boxes and text into this file; with several images a number is added to its name.")
  private @Nullable Path annotated;

  @Option(names = "--json", description = "Print one JSON object an image.")
  private boolean json;

  @Option(names = "--device", defaultValue = "auto", description = "auto or cpu (default: ${DEFAULT-VALUE}).")
  private String device = "auto";

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "Threads; 0 for one a processor (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Override
  public Integer call() {
    SessionOptions session = SessionOptions.defaults().withDevice(device).withThreads(threads);
    ExitCode worst = ExitCode.SUCCESS;
    try (OcrEngine engine = OcrEngine.open(OcrOptions.defaults(), session)) {
      System.out.println(engine);
      for (Path image : images) {
        System.out.println(image);
      }
    }
    return worst.code();
  }

  BufferedImage unused(Path path) throws IOException {
    OcrPage page = null;
    Annotator.annotate(ImageIO.read(path.toFile()), page == null ? List.of() : page.lines());
    return ImageIO.read(path.toFile());
  }
}
