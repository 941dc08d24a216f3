package io.scopegraph.benchmarks.suite;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.protobuf.ByteString;
import io.scopegraph.benchmarks.engine.Workload;
import io.scopegraph.benchmarks.network.Workloads;
import io.scopegraph.benchmarks.report.Section;
import io.scopegraph.benchmarks.suite.SideBySide.Case;
import io.scopegraph.examples.ocr.SamplePage;
import io.scopegraph.examples.picture.PictureFile;
import io.scopegraph.tensor.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The three networks that read a page, and the reading of pages from pixels to text, for which all
/// engines have the same preparation of pixels and the same decoding.
public final class OcrCases implements CaseGroup {
  private static final String DETECTION = "models/ch_PP-OCRv4_det_infer.onnx";
  private static final String DIRECTION = "models/ch_ppocr_mobile_v2.0_cls_infer.onnx";
  private static final String RECOGNITION = "models/ch_PP-OCRv4_rec_infer.onnx";
  private static final String INPUT = "x";
  private static final ImmutableList<String> PAGES =
      ImmutableList.of("page_serif24.png", "page_sans34.png");

  private record NetworkCase(String name, String model, Shape input) {}

  private static final ImmutableList<NetworkCase> NETWORKS =
      ImmutableList.of(
          new NetworkCase("detection 640x320", DETECTION, Shape.of(1, 3, 320, 640)),
          new NetworkCase("recognition 1 line of 320", RECOGNITION, Shape.of(1, 3, 48, 320)),
          new NetworkCase("recognition 8 lines of 320", RECOGNITION, Shape.of(8, 3, 48, 320)),
          new NetworkCase("direction 8 lines", DIRECTION, Shape.of(8, 3, 48, 192)));

  @Override
  public String name() {
    return "ocr";
  }

  @Override
  public String description() {
    return "the networks that read a page, and whole pages end to end";
  }

  @Override
  public Section run(Settings settings) {
    SideBySide table = SideBySide.of(this, settings);
    for (NetworkCase each : NETWORKS) {
      if (settings.wants(each.name())) {
        Workload workload =
            Workloads.imported(each.name(), resource(each.model()), INPUT, each.input());
        table.compare(Case.of(workload));
      }
    }
    OcrModels models =
        new OcrModels(resource(DETECTION), resource(DIRECTION), resource(RECOGNITION));
    pages(settings, table)
        .forEach((name, page) ->
            table.compare(
                new Case(
                    name, 0, (engine, threads) -> new PageReader(engine, models, page, threads))));
    return table.finish();
  }

  private static Map<String, BufferedImage> pages(Settings settings, SideBySide table) {
    ImmutableMap.Builder<String, BufferedImage> pages = ImmutableMap.builder();
    if (settings.wants("page sample")) {
      pages.put("page sample", SamplePage.load());
    }
    for (String page : PAGES) {
      Path file = settings.shared().resolve("models/ocr-pages").resolve(page);
      String name = "page " + page;
      if (!settings.wants(name)) {
        continue;
      }
      if (Files.isReadable(file)) {
        pages.put(name, PictureFile.read(file));
      } else {
        table.note("Skipped: %s, because there is no file %s".formatted(name, file));
      }
    }
    return pages.buildOrThrow();
  }

  private static ByteString resource(String name) {
    try (InputStream stream = OcrCases.class.getClassLoader().getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("No resource " + name + " on the class path");
      }
      return ByteString.readFrom(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
