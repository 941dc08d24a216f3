/// Whole networks, planned and run.
@NullMarked
package io.scopegraph.integration.networks;

import org.jspecify.annotations.NullMarked;
