/// Whether CUDA can be used on this machine, and if not, why and what to do about it.
@NullMarked
package io.scopegraph.cuda.probe;

import org.jspecify.annotations.NullMarked;
