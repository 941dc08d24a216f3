/// The OCR example on whole pages, compared with recorded outputs of another engine.
@NullMarked
package io.scopegraph.integration.ocr;

import org.jspecify.annotations.NullMarked;
