/// The kernels on the incubating Vector API; no other package may import it.
@NullMarked
package io.scopegraph.cpu.vector;

import org.jspecify.annotations.NullMarked;
