/// Whole models on a GPU, beside the CPU.
@NullMarked
package io.scopegraph.integration.gpu;

import org.jspecify.annotations.NullMarked;
