package io.scopegraph.integration.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.graph.Graph;
import io.scopegraph.onnx.OnnxImporter;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.plan.Certificate.Conclusion;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The arenas of the networks that read a page.
class OcrMemoryTest {
  private static Graph model(String name) throws IOException {
    String resource = "/models/" + name + "_infer.onnx";
    try (InputStream stream = OcrMemoryTest.class.getResourceAsStream(resource)) {
      return OnnxImporter.importBytes(name, Objects.requireNonNull(stream).readAllBytes());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ch_PP-OCRv4_det, 1, 640, 640",
    "ch_PP-OCRv4_det, 1, 352, 992",
    "ch_ppocr_mobile_v2.0_cls, 8, 48, 192",
    "ch_PP-OCRv4_rec, 1, 48, 320",
    "ch_PP-OCRv4_rec, 8, 48, 517"
  })
  void noArenaIsSmaller(String name, int batch, int height, int width) throws IOException {
    try (Session session = Session.open(model(name))) {
      String input = session.inputs().keySet().iterator().next();
      MemoryPlan plan = session.plan(Map.of(input, Shape.of(batch, 3, height, width)));
      assertThat(plan.certificate().conclusion()).isEqualTo(Conclusion.LIVE_BYTES_MET);
      assertThat(plan.arenaBytes()).isEqualTo(plan.lowerBound()).isPositive();
    }
  }
}
