/// Tests of what is known of cuDNN.
@NullMarked
package io.scopegraph.cuda.dnn;

import org.jspecify.annotations.NullMarked;
