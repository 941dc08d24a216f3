/// Scopegraph beside other engines, from the command line.
@NullMarked
package io.scopegraph.benchmarks;

import org.jspecify.annotations.NullMarked;
