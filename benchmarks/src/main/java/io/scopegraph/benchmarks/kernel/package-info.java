/// The innermost loops, by themselves, against what the processor can do.
@NullMarked
package io.scopegraph.benchmarks.kernel;

import org.jspecify.annotations.NullMarked;
