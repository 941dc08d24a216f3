/// Weights from files in running networks.
@NullMarked
package io.scopegraph.integration.weights;

import org.jspecify.annotations.NullMarked;
