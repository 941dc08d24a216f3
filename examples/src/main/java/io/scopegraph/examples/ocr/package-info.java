/// Reads the text of a page with two convolutional networks.
@NullMarked
package io.scopegraph.examples.ocr;

import org.jspecify.annotations.NullMarked;
