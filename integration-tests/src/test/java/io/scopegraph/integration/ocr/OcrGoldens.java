package io.scopegraph.integration.ocr;

import com.google.common.collect.ImmutableList;
import io.scopegraph.examples.ocr.Network;
import io.scopegraph.examples.ocr.OcrNetworks;
import io.scopegraph.tensor.Tensor;
import java.util.List;

/// What another engine made of the committed pages; written by the program `RecordOcrGoldens`.
final class OcrGoldens {
  /// Pages of which the outputs of all networks are recorded, not just the text.
  static final List<String> NUMERIC_PAGES =
      ImmutableList.of("serif-10", "mixed-20", "photograph-14");

  static final String FOLDER = "/goldens/ocr/";

  private OcrGoldens() {}

  /// The lines that the other engine read, in order.
  static List<String> lines(String page) {
    return OcrPages.lines(FOLDER + page + ".txt");
  }

  static List<GoldenRun> detection(String page) {
    return runs(page, "det");
  }

  static List<GoldenRun> direction(String page) {
    return runs(page, "cls");
  }

  static List<GoldenRun> recognition(String page) {
    return runs(page, "rec");
  }

  private static List<GoldenRun> runs(String page, String network) {
    return GoldenRun.read(OcrPages.bytes(FOLDER + page + "." + network + ".gz"));
  }

  /// The map that boxes are made from, in recording and in comparing alike: the one that was kept.
  /// Boxes then do not depend on the last bits of the detection network, and the other networks get
  /// equal input from both engines.
  static Tensor asKept(Tensor probabilities) {
    return SparseTensor.of(probabilities).tensor();
  }

  /// Networks that pass each run on to the caller, who may replace the result.
  static OcrNetworks watched(OcrNetworks networks, Watcher det, Watcher cls, Watcher rec) {
    return new OcrNetworks(
        watched(networks.detection(), det),
        watched(networks.direction(), cls),
        watched(networks.recognition(), rec));
  }

  private static Network watched(Network network, Watcher watcher) {
    return input -> watcher.ran(input, network.run(input));
  }

  /// Sees a run and gives what the pipeline goes on with.
  @FunctionalInterface
  interface Watcher {
    Tensor ran(Tensor input, Tensor output);
  }
}
