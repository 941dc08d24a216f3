/// Tests of finding and loading CUDA's libraries.
@NullMarked
package io.scopegraph.cuda.natives;

import org.jspecify.annotations.NullMarked;
