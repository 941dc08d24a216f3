/// The engines that are compared, behind one interface.
@NullMarked
package io.scopegraph.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
