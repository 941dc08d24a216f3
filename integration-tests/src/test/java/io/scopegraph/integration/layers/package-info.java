/// Layers, run.
@NullMarked
package io.scopegraph.integration.layers;

import org.jspecify.annotations.NullMarked;
