package io.scopegraph.examples.ocr;

import io.scopegraph.examples.ocr.geometry.Quad;
import io.scopegraph.examples.picture.Pixels;
import io.scopegraph.runtime.SessionOptions;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Reads the text of pages: finds its lines, cuts them out, turns those that stand on their head,
/// reads them.
///
/// ```java
/// try (OcrEngine engine = OcrEngine.open(OcrOptions.defaults())) {
///   System.out.println(engine.read(PictureFile.read(Path.of("page.png"))).text());
/// }
/// ```
///
/// An engine may read any number of pages of any size; use it from one thread at a time.
public final class OcrEngine implements AutoCloseable {
  private final TextDetector detector;
  private final DirectionClassifier classifier;
  private final LineRecognizer recognizer;
  private final OcrOptions options;
  private final String deviceName;
  private final Runnable onClose;

  private OcrEngine(OcrNetworks networks, OcrOptions options, String deviceName, Runnable onClose) {
    this.options = options;
    this.deviceName = deviceName;
    this.onClose = onClose;
    detector = new TextDetector(networks.detection(), options);
    classifier = new DirectionClassifier(networks.direction());
    recognizer = new LineRecognizer(networks.recognition(), Alphabet.load());
  }

  /// An engine on the best device of this machine.
  public static OcrEngine open(OcrOptions options) {
    return open(options, SessionOptions.DEFAULT);
  }

  /// An engine whose networks run as the session options say.
  public static OcrEngine open(OcrOptions options, SessionOptions sessionOptions) {
    OcrSessions sessions = OcrSessions.open(sessionOptions);
    return new OcrEngine(sessions.networks(), options, sessions.deviceName(), sessions::close);
  }

  /// An engine over networks that the caller runs and closes.
  public static OcrEngine over(OcrNetworks networks, OcrOptions options) {
    return new OcrEngine(networks, options, "networks of the caller", () -> {});
  }

  /// What the networks run on, for people.
  public String deviceName() {
    return deviceName;
  }

  /// Reads one page.
  public OcrPage read(BufferedImage image) {
    Pixels page = Pixels.of(image);
    long start = System.nanoTime();
    List<Quad> boxes = detector.detect(page);
    long detected = System.nanoTime();
    List<Pixels> strips = new ArrayList<>();
    for (Quad box : boxes) {
      strips.add(LineCropper.strip(page, box));
    }
    long cropped = System.nanoTime();
    boolean[] turned =
        options.checkDirection() ? classifier.standOnHead(strips) : new boolean[strips.size()];
    for (int i = 0; i < turned.length; i++) {
      if (turned[i]) {
        strips.set(i, strips.get(i).turnedHalf());
      }
    }
    long directed = System.nanoTime();
    LineRecognizer.Recognition recognition = recognizer.read(strips);
    long recognised = System.nanoTime();

    List<OcrLine> lines = new ArrayList<>();
    for (int i = 0; i < boxes.size(); i++) {
      CtcDecoder.Reading reading = recognition.readings().get(i);
      if (!reading.text().isEmpty() && reading.confidence() >= options.minConfidence()) {
        Quad box = boxes.get(i).clamped(page.width(), page.height());
        lines.add(new OcrLine(reading.text(), reading.confidence(), box, turned[i]));
      }
    }
    OcrTimings timings =
        new OcrTimings(
            Duration.ofNanos(detected - start),
            Duration.ofNanos(cropped - detected),
            Duration.ofNanos(directed - cropped),
            Duration.ofNanos(recognised - directed),
            recognition.runs());
    return new OcrPage(page.width(), page.height(), lines, timings);
  }

  /// Closes the sessions that [#open] made.
  @Override
  public void close() {
    onClose.run();
  }
}
