/// Reading the text of a page: detection, cropping, direction, recognition.
///
/// Start at [io.scopegraph.examples.ocr.OcrEngine].
@NullMarked
package io.scopegraph.examples.ocr;

import org.jspecify.annotations.NullMarked;
