/// TensorFlow's graphs (GraphDef): import and export, binary and text.
@NullMarked
package io.scopegraph.tensorflow;

import org.jspecify.annotations.NullMarked;
