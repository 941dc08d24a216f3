package io.scopegraph.examples.ocr;

import java.time.Duration;

/// How long the phases of reading one page took; each includes its own preparation of pixels and
/// numbers, and the planning of a shape of input that is seen for the first time.
///
/// @param detection from the page to boxes
/// @param cropping from boxes to strips of pixels
/// @param direction finding lines that stand on their head
/// @param recognition from strips to text
/// @param recognitionRuns number of batches that recognition took
public record OcrTimings(
    Duration detection,
    Duration cropping,
    Duration direction,
    Duration recognition,
    int recognitionRuns) {
  public Duration total() {
    return detection.plus(cropping).plus(direction).plus(recognition);
  }
}
