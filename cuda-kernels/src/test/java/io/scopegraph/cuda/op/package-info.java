/// Kernels on the emulated CUDA.
@NullMarked
package io.scopegraph.cuda.op;

import org.jspecify.annotations.NullMarked;
