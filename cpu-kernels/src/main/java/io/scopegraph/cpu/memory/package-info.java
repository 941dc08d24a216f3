/// The memory of the CPU backend.
@NullMarked
package io.scopegraph.cpu.memory;

import org.jspecify.annotations.NullMarked;
