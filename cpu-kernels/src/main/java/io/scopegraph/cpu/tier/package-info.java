/// Kernels that run as plain Java until their vector form is compiled, and as vectors from then on.
@NullMarked
package io.scopegraph.cpu.tier;

import org.jspecify.annotations.NullMarked;
