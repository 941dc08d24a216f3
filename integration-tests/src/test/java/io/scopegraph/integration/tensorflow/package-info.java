/// Models of TensorFlow's, run from end to end.
@NullMarked
package io.scopegraph.integration.tensorflow;

import org.jspecify.annotations.NullMarked;
