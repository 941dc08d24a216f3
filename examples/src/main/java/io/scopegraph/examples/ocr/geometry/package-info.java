/// Plane geometry for text boxes; x grows to the right, y grows downwards.
@NullMarked
package io.scopegraph.examples.ocr.geometry;

import org.jspecify.annotations.NullMarked;
