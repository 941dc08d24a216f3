/// How times are taken and put together.
@NullMarked
package io.scopegraph.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
