/// The immutable graph and what changes it.
@NullMarked
package io.scopegraph.graph;

import org.jspecify.annotations.NullMarked;
