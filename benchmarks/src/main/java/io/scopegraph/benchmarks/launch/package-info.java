/// Measurements that need a JVM of their own.
@NullMarked
package io.scopegraph.benchmarks.launch;

import org.jspecify.annotations.NullMarked;
