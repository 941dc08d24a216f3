/// Convolutions and pooling by cuDNN 9.
@NullMarked
package io.scopegraph.cuda.dnn;

import org.jspecify.annotations.NullMarked;
