package io.scopegraph.examples.ocr;

import io.scopegraph.examples.ocr.geometry.Quad;

/// One line of text that was read.
///
/// @param text without spaces at the ends; never empty
/// @param confidence mean probability of the characters, from 0 to 1
/// @param box where it stands on the page, in pixels of the page, inside of it
/// @param turned true if the line stood on its head and was turned by 180 degrees before reading
public record OcrLine(String text, double confidence, Quad box, boolean turned) {}
