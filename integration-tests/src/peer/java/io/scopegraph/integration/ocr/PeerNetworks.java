package io.scopegraph.integration.ocr;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.scopegraph.examples.ocr.Network;
import io.scopegraph.examples.ocr.OcrNetworks;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The OCR networks on ONNX Runtime.
final class PeerNetworks implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final List<OrtSession> sessions = new ArrayList<>();
  private final int threads;
  private final OrtSession.SessionOptions.OptLevel level;

  PeerNetworks(int threads, OrtSession.SessionOptions.OptLevel level) {
    this.threads = threads;
    this.level = level;
  }

  String version() {
    return environment.getVersion();
  }

  OcrNetworks open() throws OrtException, IOException {
    return new OcrNetworks(
        open("ch_PP-OCRv4_det_infer.onnx"),
        open("ch_ppocr_mobile_v2.0_cls_infer.onnx"),
        open("ch_PP-OCRv4_rec_infer.onnx"));
  }

  private Network open(String model) throws OrtException, IOException {
    try (InputStream stream = PeerNetworks.class.getResourceAsStream("/models/" + model);
        OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setOptimizationLevel(level);
      OrtSession session = environment.createSession(stream.readAllBytes(), options);
      sessions.add(session);
      return input -> run(session, input);
    }
  }

  private Tensor run(OrtSession session, Tensor input) {
    String name = session.getInputNames().iterator().next();
    try (OnnxTensor fed =
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(input.toFloatArray()), input.shape().dims());
        OrtSession.Result result = session.run(Map.of(name, fed))) {
      OnnxTensor output = (OnnxTensor) result.get(0);
      FloatBuffer buffer = output.getFloatBuffer();
      float[] values = new float[buffer.remaining()];
      buffer.get(values);
      return Tensor.ofFloats(Shape.of(output.getInfo().getShape()), values);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws OrtException {
    for (OrtSession session : sessions) {
      session.close();
    }
  }
}
