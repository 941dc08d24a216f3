/// Rewrites of the graph, one a file, and the pipeline that runs them in order.
@NullMarked
package io.scopegraph.runtime.pass;

import org.jspecify.annotations.NullMarked;
