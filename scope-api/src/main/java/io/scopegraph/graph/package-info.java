/// The immutable graph: flat nodes in topological order, edges as ids.
@NullMarked
package io.scopegraph.graph;

import org.jspecify.annotations.NullMarked;
