/// What is reserved and allocated while sessions run, measured from outside.
@NullMarked
package io.scopegraph.integration.memory;

import org.jspecify.annotations.NullMarked;
