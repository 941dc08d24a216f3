/// Networks built with scopes, and their form for other engines.
@NullMarked
package io.scopegraph.benchmarks.network;

import org.jspecify.annotations.NullMarked;
