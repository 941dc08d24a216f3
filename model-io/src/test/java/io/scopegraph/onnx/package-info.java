/// Tests of the import of ONNX models.
@NullMarked
package io.scopegraph.onnx;

import org.jspecify.annotations.NullMarked;
