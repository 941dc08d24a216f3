/// Short programs that use only the public API, one package each.
///
/// [io.scopegraph.examples.ExampleGraphs] lists those that write a graph.
@NullMarked
package io.scopegraph.examples;

import org.jspecify.annotations.NullMarked;
