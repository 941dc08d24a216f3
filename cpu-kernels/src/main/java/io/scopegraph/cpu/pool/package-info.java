/// The threads that kernels split their work over.
@NullMarked
package io.scopegraph.cpu.pool;

import org.jspecify.annotations.NullMarked;
