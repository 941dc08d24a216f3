/// Convolution and matrix product over float arrays, independent of the graph.
@NullMarked
package io.scopegraph.cpu.kernel;

import org.jspecify.annotations.NullMarked;
