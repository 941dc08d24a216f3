package io.scopegraph.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphVerifier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The networks of the OCR example, from the artifact that carries them.
final class OcrModelsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ch_PP-OCRv3_det_infer",
        "ch_PP-OCRv3_rec_infer",
        "ch_PP-OCRv4_det_infer",
        "ch_PP-OCRv4_rec_infer",
        "ch_ppocr_mobile_v2.0_cls_infer"
      })
  void importsWholeNetworks(String model) throws IOException {
    byte[] bytes = read("/models/" + model + ".onnx");

    Graph graph = OnnxImporter.importBytes(model + ".onnx", bytes);

    GraphVerifier.verify(graph);
    String golden = new String(read(model + ".txt"), StandardCharsets.UTF_8);
    assertThat(GraphSummary.of(graph)).isEqualTo(golden);
    assertThat(OnnxImporter.importBytes(model + ".onnx", bytes)).isEqualTo(graph);
  }

  private static byte[] read(String resource) throws IOException {
    try (InputStream stream = OcrModelsTest.class.getResourceAsStream(resource)) {
      assertThat(stream).as(resource).isNotNull();
      return stream.readAllBytes();
    }
  }
}
