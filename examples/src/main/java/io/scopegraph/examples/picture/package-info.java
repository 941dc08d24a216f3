/// Pictures for the examples: decoding PNG and JPEG files safely, and plain 8-bit pixels.
@NullMarked
package io.scopegraph.examples.picture;

import org.jspecify.annotations.NullMarked;
