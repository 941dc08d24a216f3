/// CUDA on the processor, for tests on machines without a GPU.
@NullMarked
package io.scopegraph.emulator;

import org.jspecify.annotations.NullMarked;
