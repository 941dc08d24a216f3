package io.scopegraph.integration.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.examples.ocr.OcrEngine;
import io.scopegraph.examples.ocr.OcrLine;
import io.scopegraph.examples.ocr.OcrNetworks;
import io.scopegraph.examples.ocr.OcrOptions;
import io.scopegraph.examples.ocr.OcrSessions;
import io.scopegraph.runtime.SessionOptions;
import io.scopegraph.tensor.Tensor;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Whole pages on the CPU backend against what another engine made of them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OcrGoldenTest {
  static final List<String> PAGES = OcrPages.NAMES;

  static final List<String> NUMERIC_PAGES = OcrGoldens.NUMERIC_PAGES;

  /// Part of the range of an output, which is 1 for all three: they are probabilities.
  private static final float TOLERANCE = 1e-4f;

  /// Where a network wavers, the last bits of its many layers decide: the recorded engine differs
  /// from itself, between its levels of optimisation, by up to 1.8e-4 in detection and 4.5e-4 in
  /// recognition. So many values of a run may differ by more than the tolerance.
  private static final int WAVERING_VALUES = 6;

  /// The bound for a whole network in float32: ten times the usual distance of two correct engines.
  private static final float DETECTION_BOUND = 2e-4f;

  /// At the border of two characters both engines may be off in opposite directions, each by as
  /// much as the recorded one differs from itself.
  private static final float RECOGNITION_BOUND = 1e-3f;

  private final Map<String, List<String>> read = new TreeMap<>();
  private OcrSessions sessions;

  @BeforeAll
  void openSessions() {
    sessions = OcrSessions.open(SessionOptions.DEFAULT);
  }

  @AfterAll
  void closeSessions() {
    sessions.close();
  }

  @ParameterizedTest
  @FieldSource("PAGES")
  void readsWhatTheOtherEngineReads(String page) {
    assertThat(lines(page)).containsExactlyElementsOf(OcrGoldens.lines(page));
  }

  @Test
  void readsAtLeast98PercentOfTheCharacters() {
    int errors = 0;
    int characters = 0;
    for (String page : PAGES) {
      errors += CharacterErrors.between(OcrPages.truth(page), lines(page));
      characters += CharacterErrors.characters(OcrPages.truth(page));
    }
    assertThat(100.0 * (characters - errors) / characters).isGreaterThanOrEqualTo(98);
  }

  /// Both engines go on from the recorded map, so that every later input must be equal bit by bit.
  @ParameterizedTest
  @FieldSource("NUMERIC_PAGES")
  void computesWhatTheOtherEngineComputes(String page) {
    Iterator<GoldenRun> det = OcrGoldens.detection(page).iterator();
    Iterator<GoldenRun> cls = OcrGoldens.direction(page).iterator();
    Iterator<GoldenRun> rec = OcrGoldens.recognition(page).iterator();
    OcrNetworks watched =
        OcrGoldens.watched(
            sessions.networks(),
            (input, output) -> {
              GoldenRun golden = det.next();
              assertAgrees("detection", golden, input, output, DETECTION_BOUND);
              return golden.output().tensor();
            },
            (input, output) -> assertAgrees("direction", cls.next(), input, output, TOLERANCE),
            (input, output) ->
                assertAgrees("recognition", rec.next(), input, output, RECOGNITION_BOUND));

    List<String> lines =
        OcrEngine.over(watched, OcrOptions.defaults()).read(OcrPages.picture(page)).lines().stream()
            .map(OcrLine::text)
            .toList();

    assertThat(lines).containsExactlyElementsOf(OcrGoldens.lines(page));
    assertThat(det).isExhausted();
    assertThat(cls).isExhausted();
    assertThat(rec).isExhausted();
  }

  private static Tensor assertAgrees(
      String network, GoldenRun golden, Tensor input, Tensor output, float bound) {
    assertThat(GoldenRun.checksum(input))
        .as("checksum of the input of %s, %s", network, input.shape())
        .isEqualTo(golden.inputChecksum());
    assertThat(output.shape()).isEqualTo(golden.output().shape());
    float[] expected = golden.output().dense();
    float[] got = output.toFloatArray();
    float largest = 0;
    int beyond = 0;
    for (int i = 0; i < got.length; i++) {
      // A value that was too small to be kept lies between 0 and SMALLEST.
      float unknown = expected[i] == 0 ? SparseTensor.SMALLEST : 0;
      float difference = Math.abs(got[i] - expected[i]) + unknown;
      if (!(difference <= TOLERANCE)) {
        beyond++;
        largest = Float.isNaN(difference) ? Float.NaN : Math.max(largest, difference);
      }
    }
    assertThat(beyond)
        .as("values of %s %s that differ by more than %s", network, output.shape(), TOLERANCE)
        .isLessThanOrEqualTo(WAVERING_VALUES);
    assertThat(largest).as("largest difference").isBetween(0f, bound);
    return output;
  }

  private List<String> lines(String page) {
    return read.computeIfAbsent(
        page,
        name ->
            OcrEngine.over(sessions.networks(), OcrOptions.defaults())
                .read(OcrPages.picture(name))
                .lines()
                .stream()
                .map(OcrLine::text)
                .toList());
  }
}
