/// What is compared: groups of cases, each of which gives tables.
@NullMarked
package io.scopegraph.benchmarks.suite;

import org.jspecify.annotations.NullMarked;
