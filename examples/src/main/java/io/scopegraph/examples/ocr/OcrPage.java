package io.scopegraph.examples.ocr;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.stream.Collectors;

/// What was read on one page.
///
/// @param width of the page in pixels
/// @param height of the page in pixels
/// @param lines in reading order; empty if there is no text
/// @param timings how long each phase took
public record OcrPage(int width, int height, List<OcrLine> lines, OcrTimings timings) {
  public OcrPage {
    lines = ImmutableList.copyOf(lines);
  }

  /// The text of all lines, separated by line feeds.
  public String text() {
    return lines.stream().map(OcrLine::text).collect(Collectors.joining("\n"));
  }
}
