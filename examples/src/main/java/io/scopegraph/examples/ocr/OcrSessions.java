package io.scopegraph.examples.ocr;

import io.scopegraph.onnx.OnnxImporter;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.SessionOptions;
import io.scopegraph.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/// The three networks of the OCR example, imported from ONNX files on the class path and run by
/// sessions.
public final class OcrSessions implements AutoCloseable {
  private static final String DETECTION = "models/ch_PP-OCRv4_det_infer.onnx";
  private static final String DIRECTION = "models/ch_ppocr_mobile_v2.0_cls_infer.onnx";
  private static final String RECOGNITION = "models/ch_PP-OCRv4_rec_infer.onnx";

  /// The number of shapes whose plans are kept: a page of many different lines needs about ten.
  private static final int PLANS = 32;

  private final Session detection;
  private final Session direction;
  private final Session recognition;

  private OcrSessions(Session detection, Session direction, Session recognition) {
    this.detection = detection;
    this.direction = direction;
    this.recognition = recognition;
  }

  /// Imports the networks and opens a session for each.
  ///
  /// @param options the device, its threads, a common store, limits; the sessions choose their own
  ///   names, outputs and number of plans
  /// @throws IllegalStateException if the models are not on the class path
  public static OcrSessions open(SessionOptions options) {
    Session detection = open(DETECTION, "detection", options);
    try {
      Session direction = open(DIRECTION, "direction", options);
      try {
        return new OcrSessions(detection, direction, open(RECOGNITION, "recognition", options));
      } catch (RuntimeException e) {
        direction.close();
        throw e;
      }
    } catch (RuntimeException e) {
      detection.close();
      throw e;
    }
  }

  private static Session open(String model, String name, SessionOptions options) {
    try (InputStream stream = OcrSessions.class.getResourceAsStream("/" + model)) {
      if (stream == null) {
        throw new IllegalStateException("No resource " + model + " on the class path");
      }
      return Session.open(
          OnnxImporter.importBytes(model, stream.readAllBytes()),
          options.toBuilder().name(name).planCacheSize(PLANS).outputs().build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public OcrNetworks networks() {
    return new OcrNetworks(
        input -> run(detection, input),
        input -> run(direction, input),
        input -> run(recognition, input));
  }

  private static Tensor run(Session session, Tensor input) {
    return session.run(Map.of("x", input), results -> results.only().copy());
  }

  /// What the networks run on, for people.
  public String deviceName() {
    return detection.deviceName();
  }

  @Override
  public void close() {
    detection.close();
    direction.close();
    recognition.close();
  }
}
