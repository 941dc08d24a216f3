/// Tests of the import and export of TensorFlow graphs.
@NullMarked
package io.scopegraph.tensorflow;

import org.jspecify.annotations.NullMarked;
