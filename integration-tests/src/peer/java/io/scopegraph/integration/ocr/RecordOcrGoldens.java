package io.scopegraph.integration.ocr;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.scopegraph.examples.ocr.OcrEngine;
import io.scopegraph.examples.ocr.OcrLine;
import io.scopegraph.examples.ocr.OcrNetworks;
import io.scopegraph.examples.ocr.OcrOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Records what ONNX Runtime makes of the committed pages, for `OcrGoldenTest`. Run it by
///
/// `mvn -Ppeer -pl integration-tests -am test -Dtest=RecordOcrGoldens -Dsurefire.failIfNoSpecifiedTests=false`
final class RecordOcrGoldens {
  private final Path folder = Path.of("src/test/resources/goldens/ocr");

  @Test
  void recordGoldens() throws IOException, OrtException {
    Files.createDirectories(folder);
    try (PeerNetworks peer = new PeerNetworks(1, OptLevel.ALL_OPT)) {
      OcrNetworks networks = peer.open();
      for (String page : OcrPages.NAMES) {
        record(page, networks);
      }
      Files.writeString(
          folder.resolve("peer.txt"),
          "ONNX Runtime %s, CPU, one thread, default graph optimisation%n".formatted(peer.version()));
    }
  }

  private void record(String page, OcrNetworks networks) throws IOException {
    List<GoldenRun> det = new ArrayList<>();
    List<GoldenRun> cls = new ArrayList<>();
    List<GoldenRun> rec = new ArrayList<>();
    OcrNetworks watched =
        OcrGoldens.watched(
            networks,
            (input, output) -> {
              det.add(GoldenRun.of(input, output));
              return OcrGoldens.asKept(output);
            },
            (input, output) -> {
              cls.add(GoldenRun.of(input, output));
              return output;
            },
            (input, output) -> {
              rec.add(GoldenRun.of(input, output));
              return output;
            });
    List<String> lines =
        OcrEngine.over(watched, OcrOptions.defaults()).read(OcrPages.picture(page)).lines().stream()
            .map(OcrLine::text)
            .toList();
    Files.write(folder.resolve(page + ".txt"), lines);
    if (OcrGoldens.NUMERIC_PAGES.contains(page)) {
      Files.write(folder.resolve(page + ".det.gz"), GoldenRun.compressed(det));
      Files.write(folder.resolve(page + ".cls.gz"), GoldenRun.compressed(cls));
      Files.write(folder.resolve(page + ".rec.gz"), GoldenRun.compressed(rec));
    }
  }
}
