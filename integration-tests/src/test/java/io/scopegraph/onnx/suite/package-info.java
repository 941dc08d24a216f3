/// The published cases of the ONNX format, run from the file to the result.
@NullMarked
package io.scopegraph.onnx.suite;

import org.jspecify.annotations.NullMarked;
