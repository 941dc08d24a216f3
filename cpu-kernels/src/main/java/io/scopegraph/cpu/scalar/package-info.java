/// The kernels in plain loops, for a JVM without the Vector API.
@NullMarked
package io.scopegraph.cpu.scalar;

import org.jspecify.annotations.NullMarked;
