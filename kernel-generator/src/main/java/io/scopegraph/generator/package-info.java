/// Writes the Java source of kernels that differ from each other in nothing but their counts.
@NullMarked
package io.scopegraph.generator;

import org.jspecify.annotations.NullMarked;
