/// Sessions: a graph, its variables and a device, run with feeds.
@NullMarked
package io.scopegraph.runtime;

import org.jspecify.annotations.NullMarked;
